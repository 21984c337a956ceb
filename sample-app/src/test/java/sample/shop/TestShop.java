package sample.shop;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.UUID;

import com.zaxxer.hikari.HikariDataSource;
import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient;

/**
 * The shop as a test uses it: clients for both users, rows that no other test touches,
 * and a way to its database that is not the shop's.
 */
public class TestShop {

	private final RestTestClient client;

	private final JdbcClient jdbc;

	private final HikariDataSource dataSource;

	TestShop(RestTestClient client, JdbcClient jdbc, HikariDataSource dataSource) {
		this.client = client;
		this.jdbc = jdbc;
		this.dataSource = dataSource;
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

	/** Order one of a product as alice, to be paid later. */
	public void order(long customer, long product) {
		order(customer, product, 1, null).expectStatus().isCreated();
	}

	/**
	 * Order a product as alice.
	 * @param card the card that pays at once, {@code null} for none
	 * @return the answer
	 */
	public RestTestClient.ResponseSpec order(long customer, long product, int quantity, @Nullable String card) {
		return alice().post()
			.uri("/orders")
			.contentType(MediaType.APPLICATION_JSON)
			.body("{\"customerId\": %d, \"lines\": [{\"productId\": %d, \"quantity\": %d}]%s}".formatted(customer,
					product, quantity, (card != null) ? ", \"card\": \"%s\"".formatted(card) : ""))
			.exchange();
	}

	/**
	 * Connect to the shop's database beside its pool.
	 * @param application what the client is called
	 */
	public Connection connect(String application) throws SQLException {
		Connection connection = DriverManager.getConnection(this.dataSource.getJdbcUrl(), this.dataSource.getUsername(),
				this.dataSource.getPassword());
		connection.setClientInfo("ApplicationName", application);
		return connection;
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
