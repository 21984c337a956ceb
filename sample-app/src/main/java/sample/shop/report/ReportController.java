package sample.shop.report;

import java.util.List;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/reports")
class ReportController {

	private final SalesReport salesReport;

	ReportController(SalesReport salesReport) {
		this.salesReport = salesReport;
	}

	@GetMapping("/sales")
	List<ProductSales> sales() {
		return this.salesReport.run();
	}

}
