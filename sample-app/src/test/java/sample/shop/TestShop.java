package sample.shop;

import java.util.UUID;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient;

/**
 * The shop as a test uses it: clients for both users, and rows that no other test
 * touches.
 */
public class TestShop {

	private final RestTestClient client;

	private final JdbcClient jdbc;

	TestShop(RestTestClient client, JdbcClient jdbc) {
		this.client = client;
		this.jdbc = jdbc;
	}

	public RestTestClient anonymous() {
		return this.client;
	}

	public RestTestClient alice() {
		return as("alice");
	}

	public RestTestClient bob() {
		return as("bob");
	}

	private RestTestClient as(String user) {
		return this.client.mutate().defaultHeaders((headers) -> headers.setBasicAuth(user, user)).build();
	}

	public long addProduct(int stock) {
		return this.jdbc.sql("""
				insert into product
				values (nextval('product_seq'), gen_random_uuid(), 0, ?, 10, ?, now(), now())
				returning id
				""").params(UUID.randomUUID().toString(), stock).query(Long.class).single();
	}

	public long addCustomer() {
		return this.jdbc.sql("""
				insert into customer
				values (nextval('customer_seq'), gen_random_uuid(), 0, 'Test', ?, 'Porto', now(), now())
				returning id
				""").param(UUID.randomUUID() + "@example.com").query(Long.class).single();
	}

	public int stockOf(long product) {
		return this.jdbc.sql("select stock from product where id = ?").param(product).query(Integer.class).single();
	}

	public int ordersOf(long customer) {
		return this.jdbc.sql("select count(*) from orders where customer_id = ?")
			.param(customer)
			.query(Integer.class)
			.single();
	}

}
