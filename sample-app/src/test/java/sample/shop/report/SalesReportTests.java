package sample.shop.report;

import org.junit.jupiter.api.Test;
import sample.shop.ShopTest;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;

@ShopTest
class SalesReportTests {

	@Test
	void theBestSellerComesFirst(@Autowired SalesReport report) {
		assertThat(report.run()).isNotEmpty()
			.isSortedAccordingTo((one, other) -> other.revenue().compareTo(one.revenue()))
			.allSatisfy((sales) -> assertThat(sales.low()).isLessThanOrEqualTo(sales.high()));
	}

}
