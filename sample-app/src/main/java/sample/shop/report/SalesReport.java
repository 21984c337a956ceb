package sample.shop.report;

import java.util.List;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The sales of each product, with the range in which chance moves them. Deliberately
 * slow: the database draws many thousands of samples of the latest sales for every reader
 * anew. Only the latest count, so it does not get slower with every order.
 */
@Component
class SalesReport {

	private static final String SQL = """
			with sale as (
				select product_id, quantity, quantity * price as amount
				from order_line
				order by id desc
				limit 200
			), sample as (
				select draw, product_id, 2 * sum(amount) filter (where random() < 0.5) as revenue
				from sale cross join generate_series(1, 15000) as draw
				group by draw, product_id
			), spread as (
				select product_id,
					percentile_disc(0.05) within group (order by coalesce(revenue, 0)) as low,
					percentile_disc(0.95) within group (order by coalesce(revenue, 0)) as high
				from sample
				group by product_id
			)
			select p.name as product, sum(s.quantity) as sold, sum(s.amount) as revenue, spread.low, spread.high
			from sale s
			join product p on p.id = s.product_id
			join spread on spread.product_id = s.product_id
			group by p.id, spread.low, spread.high
			order by revenue desc
			""";

	private final JdbcClient jdbc;

	SalesReport(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	@Transactional(readOnly = true)
	List<ProductSales> run() {
		return this.jdbc.sql(SQL).query(ProductSales.class).list();
	}

}
