package sample.shop.product;

import io.dbmonitor.audit.event.AfterEntityChange;

import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Keeps a row for each price that was changed, as a trigger of the database would: in the
 * same transaction.
 */
@Component
class PriceLog {

	private final JdbcClient jdbc;

	PriceLog(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	@EventListener
	void log(AfterEntityChange<Product> change) {
		if (change.changedFields().contains("price")) {
			this.jdbc.sql("insert into price_log (product_id, old_price, new_price) values (:product, :old, :new)")
				.param("product", change.id())
				.param("old", change.oldValue("price"))
				.param("new", change.newValue("price"))
				.update();
		}
	}

}
