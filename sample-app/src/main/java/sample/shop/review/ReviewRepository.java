package sample.shop.review;

import java.util.List;
import java.util.UUID;

import org.springframework.data.jpa.repository.JpaRepository;

/**
 * The reviews' table.
 */
interface ReviewRepository extends JpaRepository<Review, UUID> {

	List<Review> findFirst100ByProductIdOrderByCreatedAt(long productId);

}
