package sample.shop.product;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

import jakarta.persistence.LockModeType;

import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

/**
 * The products' table.
 */
public interface ProductRepository extends JpaRepository<Product, Long> {

	List<Product> findAllByOrderByName();

	@Lock(LockModeType.PESSIMISTIC_WRITE)
	Optional<Product> findLockedById(long id);

	/**
	 * Multiply all prices. Deliberately one statement for all rows: it passes the
	 * entities by, so neither their listeners nor their timestamps notice.
	 * @param factor by which to multiply
	 * @return how many products there are
	 */
	@Modifying
	@Query("update Product p set p.price = round(p.price * :factor, 2), p.version = p.version + 1")
	int multiplyPrices(BigDecimal factor);

}
