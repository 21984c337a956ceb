package sample.shop.customer;

import java.util.List;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.server.ResponseStatusException;

/**
 * Reads, adds and edits customers. What it writes it flushes at once: only then has a
 * customer the ids and times that the client is told.
 */
@Service
class CustomerService {

	private final CustomerRepository customers;

	CustomerService(CustomerRepository customers) {
		this.customers = customers;
	}

	@Transactional(readOnly = true)
	List<CustomerView> list() {
		return this.customers.findFirst100ByOrderByName().stream().map(CustomerView::of).toList();
	}

	@Transactional(readOnly = true)
	CustomerView get(long id) {
		return CustomerView.of(find(id));
	}

	@Transactional
	CustomerView add(CustomerForm form) {
		return CustomerView.of(this.customers.saveAndFlush(new Customer(form.name(), form.email(), form.city())));
	}

	@Transactional
	CustomerView edit(long id, CustomerForm form) {
		Customer customer = find(id);
		customer.edit(form.name(), form.email(), form.city());
		return CustomerView.of(this.customers.saveAndFlush(customer));
	}

	private Customer find(long id) {
		return this.customers.findById(id)
			.orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no customer " + id));
	}

}
