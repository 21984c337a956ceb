package sample.shop.customer;

import java.util.List;

import org.springframework.data.jpa.repository.JpaRepository;

/**
 * The customers' table.
 */
public interface CustomerRepository extends JpaRepository<Customer, Long> {

	List<Customer> findFirst100ByOrderByName();

}
