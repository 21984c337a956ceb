package sample.shop.customer;

import java.net.URI;
import java.util.List;

import jakarta.validation.Valid;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/customers")
class CustomerController {

	private final CustomerService customers;

	CustomerController(CustomerService customers) {
		this.customers = customers;
	}

	@GetMapping
	List<CustomerView> list() {
		return this.customers.list();
	}

	@GetMapping("/{id}")
	CustomerView get(@PathVariable long id) {
		return this.customers.get(id);
	}

	@PostMapping
	ResponseEntity<CustomerView> add(@Valid @RequestBody CustomerForm form) {
		CustomerView customer = this.customers.add(form);
		return ResponseEntity.created(URI.create("/customers/" + customer.id())).body(customer);
	}

	@PutMapping("/{id}")
	CustomerView edit(@PathVariable long id, @Valid @RequestBody CustomerForm form) {
		return this.customers.edit(id, form);
	}

}
