package sample.shop.product;

import java.math.BigDecimal;
import java.util.List;

import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/products")
class ProductController {

	private final ProductService products;

	ProductController(ProductService products) {
		this.products = products;
	}

	@GetMapping
	List<ProductView> list() {
		return this.products.list();
	}

	@GetMapping("/{id}")
	ProductView get(@PathVariable long id) {
		return this.products.get(id);
	}

	@PostMapping("/price-change")
	PriceChange changePrices(@RequestParam @Min(-50) @Max(100) int percent) {
		return new PriceChange(this.products.changePrices(percent));
	}

	@PutMapping("/{id}/price")
	ProductView changePrice(@PathVariable long id, @RequestParam @Digits(integer = 10, fraction = 2) BigDecimal price) {
		return this.products.changePrice(id, price);
	}

	@PostMapping("/{id}/restock")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void restock(@PathVariable long id, @RequestParam @Min(1) @Max(1000) int quantity) {
		this.products.restock(id, quantity);
	}

	record PriceChange(int products) {
	}

}
