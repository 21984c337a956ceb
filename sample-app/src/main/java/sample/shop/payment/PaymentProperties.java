package sample.shop.payment;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of the made-up card company.
 *
 * @param latency Time that the card company takes to answer.
 */
@ConfigurationProperties("shop.payment")
record PaymentProperties(@DefaultValue("600ms") Duration latency) {
}
