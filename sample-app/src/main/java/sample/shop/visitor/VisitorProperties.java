package sample.shop.visitor;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of the built-in visitor.
 *
 * @param enabled Whether the visitor comes.
 */
@ConfigurationProperties("shop.visitor")
record VisitorProperties(@DefaultValue("true") boolean enabled) {
}
