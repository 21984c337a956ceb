package sample.shop.monitoring;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.Tag;
import sample.shop.ShopTest;

import org.springframework.context.annotation.Import;
import org.springframework.test.context.TestPropertySource;

/**
 * A test of the page of a shop that was used, with all that the page can show.
 */
@Tag("browser")
@ShopTest
@Import(UsedShop.class)
@TestPropertySource(properties = { "dbmonitor.database.interval=200ms", "dbmonitor.database.heavy-interval=1s",
		"dbmonitor.connection.interval=200ms", "dbmonitor.history.interval=500ms", "dbmonitor.alert.interval=200ms",
		"dbmonitor.alert.resolve-after=0s", "dbmonitor.alert.rules.blocked-sessions.threshold=0",
		"dbmonitor.alert.rules.blocked-sessions.for=0s", "dbmonitor.audit.store=jdbc",
		"dbmonitor.audit.jdbc.initialize-schema=always", "dbmonitor.audit.triggers.enabled=true",
		"dbmonitor.audit.triggers.initialize-schema=always", "dbmonitor.audit.triggers.interval=200ms",
		"dbmonitor.audit.triggers.patience=0s", "dbmonitor.audit.jdbc.seal.enabled=true" })
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@interface ShopPageTest {

}
