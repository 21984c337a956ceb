package sample.shop.order;

import java.util.List;
import java.util.Optional;

import jakarta.persistence.LockModeType;

import org.springframework.data.jpa.repository.EntityGraph;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Lock;

/**
 * The orders' table.
 */
interface OrderRepository extends JpaRepository<Order, Long> {

	/**
	 * The latest orders. Deliberately without their customers and lines, which a reader
	 * then loads one by one; {@link #findWithLinesById} shows how it is done.
	 * @return the latest first
	 */
	List<Order> findFirst25ByOrderByIdDesc();

	@EntityGraph(attributePaths = { "customer", "lines" })
	Optional<Order> findWithLinesById(long id);

	@Lock(LockModeType.PESSIMISTIC_WRITE)
	Optional<Order> findLockedById(long id);

}
