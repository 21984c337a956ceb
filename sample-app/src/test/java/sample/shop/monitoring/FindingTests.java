package sample.shop.monitoring;

import io.dbmonitor.testing.HttpJson;
import io.dbmonitor.testing.Json;
import org.junit.jupiter.api.Test;
import sample.shop.ShopTest;
import sample.shop.TestShop;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is deliberately bad in the shop is found, at its route and its line.
 */
@ShopTest
class FindingTests {

	private final HttpJson http;

	private final TestShop shop;

	FindingTests(@LocalServerPort int port, @Autowired TestShop shop) {
		this.http = new HttpJson(port);
		this.shop = shop;
	}

	@Test
	void theListingOfOrdersIsNPlusOne() {
		this.shop.alice().get().uri("/orders").exchange().expectStatus().isOk();
		Json findings = this.http.json("/actuator/dbmonitor/findings?kind=n-plus-one");
		assertThat(findings.objects("$.findings[?(@.route == 'GET /orders')]")).hasSize(2)
			.allSatisfy((finding) -> assertThat((Integer) finding.get("maxRepetitions")).isGreaterThanOrEqualTo(20))
			.allSatisfy((finding) -> assertThat((String) finding.get("caller")).startsWith("OrderView."))
			.extracting((finding) -> finding.get("association"))
			.containsExactlyInAnyOrder("Order.lines", "Order.customer");
	}

	@Test
	void theReportIsSlow() {
		this.shop.bob().get().uri("/reports/sales").exchange().expectStatus().isOk();
		Json findings = this.http.json("/actuator/dbmonitor/findings?kind=slow");
		assertThat(findings.objects("$.findings[?(@.route == 'GET /reports/sales')]")).singleElement()
			.satisfies((finding) -> assertThat((String) finding.get("caller")).startsWith("SalesReport.run:"));
	}

}
