package sample.shop.monitoring;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import sample.shop.TestShop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Something for each view to show, once for all tests of a shop.
 */
class UsedShop {

	private final TestShop shop;

	private boolean used;

	UsedShop(TestShop shop) {
		this.shop = shop;
	}

	/** Use the shop, if nobody has, and wait until the monitor has seen it. */
	void use(ShopPage page) throws SQLException {
		if (this.used) {
			return;
		}
		this.used = true;
		long product = this.shop.addProduct(1000);
		long customer = this.shop.addCustomer();
		for (int i = 0; i < 8; i++) {
			this.shop.order(customer, product);
		}
		for (int i = 0; i < 3; i++) {
			this.shop.alice().get().uri("/orders").exchange().expectStatus().isOk();
		}
		this.shop.bob().put().uri("/products/" + product + "/price?price=12").exchange().expectStatus().isOk();
		try (Connection psql = this.shop.connect("a client of its own"); Statement statement = psql.createStatement()) {
			statement.executeUpdate("update customer set city = 'Faro' where id = " + customer);
		}
		await().untilAsserted(() -> assertThat(page.texts("audit/bypassed", "$.changeSets[*].id")).isNotEmpty());
		await().untilAsserted(() -> assertThat(page.texts("tables", "$.dataSources[*].tables[*].name")).isNotEmpty());
	}

}
