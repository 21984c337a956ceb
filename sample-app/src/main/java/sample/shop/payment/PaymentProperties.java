package sample.shop.payment;

import java.net.URI;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of the card company.
 *
 * @param url Address of the card company. By default a made-up one on this machine.
 * @param latency Time that the made-up card company takes to answer.
 */
@ConfigurationProperties("shop.payment")
record PaymentProperties(@Nullable URI url, @DefaultValue("600ms") Duration latency) {
}
