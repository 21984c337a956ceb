package sample.shop.monitoring;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.dbmonitor.testing.HttpJson;
import io.dbmonitor.testing.Json;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import sample.shop.ShopTest;
import sample.shop.TestShop;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What users do in the shop is in the audit, what was refused is not, and what listeners
 * keep agrees with it.
 */
@ShopTest
class AuditTests {

	private final HttpJson http;

	private final TestShop shop;

	private final JdbcClient jdbc;

	AuditTests(@LocalServerPort int port, @Autowired TestShop shop, @Autowired JdbcClient jdbc) {
		this.http = new HttpJson(port);
		this.shop = shop;
		this.jdbc = jdbc;
	}

	@Test
	void anEditShowsWhoDidItWhereAndWhatWasBefore() {
		long customer = this.shop.addCustomer();
		this.shop.alice()
			.put()
			.uri("/customers/{id}", customer)
			.body(Map.of("name", "Test", "email", UUID.randomUUID() + "@example.com", "city", "Bergen"))
			.exchange()
			.expectStatus()
			.isOk();
		for (String path : List.of("audit/Customer/" + customer, "audit?entity=Customer&actor=alice&id=" + customer)) {
			Json audit = audit(path);
			assertThat(audit.objects("$.changeSets[?(@.changes[0].id == '" + customer + "')]")).singleElement()
				.satisfies((changeSet) -> assertThat(changeSet).containsEntry("actor", "alice")
					.containsEntry("route", "PUT /customers/{id}"));
			assertThat(audit.object("$.changeSets[0].changes[0]")).containsEntry("operation", "UPDATE");
			assertThat(audit.object("$.changeSets[0].changes[0].values.city")).containsEntry("old", "Porto")
				.containsEntry("new", "Bergen");
		}
	}

	@Test
	void aRefusedOrderShowsNothing() {
		long product = this.shop.addProduct(1);
		long customer = this.shop.addCustomer();
		List<Object> before = audit("audit?limit=1000").list("$.changeSets[*].id");
		this.shop.order(customer, product, 2, null).expectStatus().isEqualTo(HttpStatus.CONFLICT);
		this.shop.order(customer, product, 1, "4000123412340000").expectStatus().isEqualTo(HttpStatus.CONFLICT);
		assertThat(audit("audit?limit=1000").list("$.changeSets[*].id")).isEqualTo(before);
	}

	@Test
	void theLogOfPricesAgreesWithTheHistory() {
		long product = this.shop.addProduct(1);
		changePrice(product, "12.50").expectStatus().isOk().expectBody().jsonPath("$.price").isEqualTo(12.5);
		changePrice(product, "11.00").expectStatus().isOk();
		List<String> log = log(product);
		assertThat(log).containsExactly("10.00 to 12.50", "12.50 to 11.00");
		List<Map<String, Object>> prices = audit("audit/Product/" + product)
			.objects("$.changeSets[*].changes[?(@.source == 'ORM')].values.price");
		Collections.reverse(prices);
		assertThat(prices).extracting((price) -> decimal(price.get("old")) + " to " + decimal(price.get("new")))
			.isEqualTo(log);
	}

	@Test
	void theRuleOfPricesLeavesNothing() {
		long product = this.shop.addProduct(1);
		List<Object> before = audit("audit/Product/" + product).list("$.changeSets[*].id");
		changePrice(product, "15.01").expectStatus()
			.isEqualTo(HttpStatus.CONFLICT)
			.expectBody()
			.jsonPath("$.detail")
			.isEqualTo("The price of product " + product + " may rise by half at once, from 10.00 to 15.01 is more");
		changePrice(product, "0").expectStatus()
			.isEqualTo(HttpStatus.CONFLICT)
			.expectBody()
			.jsonPath("$.detail")
			.isEqualTo("Product " + product + " is not for free");
		assertThat(this.jdbc.sql("select price from product where id = ?").param(product).query(String.class).single())
			.isEqualTo("10.00");
		assertThat(log(product)).isEmpty();
		assertThat(audit("audit/Product/" + product).list("$.changeSets[*].id")).isEqualTo(before);
	}

	@Test
	void pricesAreForTheAdministrator() {
		this.shop.alice()
			.put()
			.uri("/products/{id}/price?price=11", this.shop.addProduct(1))
			.exchange()
			.expectStatus()
			.isForbidden();
	}

	private RestTestClient.ResponseSpec changePrice(long product, String price) {
		return this.shop.bob().put().uri("/products/{id}/price?price={price}", product, price).exchange();
	}

	private List<String> log(long product) {
		return this.jdbc.sql("select old_price || ' to ' || new_price from price_log where product_id = ? order by id")
			.param(product)
			.query(String.class)
			.list();
	}

	private Json audit(String path) {
		return this.http.json("/actuator/dbmonitor/" + path);
	}

	private static String decimal(@Nullable Object value) {
		return new BigDecimal(String.valueOf(value)).setScale(2).toPlainString();
	}

}
