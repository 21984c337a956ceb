package sample.shop.review;

import java.time.Instant;
import java.util.UUID;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityListeners;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import sample.shop.product.Product;

import org.springframework.data.annotation.CreatedBy;
import org.springframework.data.annotation.CreatedDate;
import org.springframework.data.annotation.LastModifiedBy;
import org.springframework.data.annotation.LastModifiedDate;
import org.springframework.data.jpa.domain.support.AuditingEntityListener;

/**
 * An opinion of a product. Nothing in the shop configures Spring Data's auditing, which
 * fills in who and when: dbmonitor does, with the user and the clock of its audit.
 */
@Entity
@EntityListeners(AuditingEntityListener.class)
class Review {

	@Id
	@GeneratedValue(strategy = GenerationType.UUID)
	private UUID id;

	@ManyToOne(fetch = FetchType.LAZY, optional = false)
	@SuppressWarnings("UnusedVariable") // Read by Hibernate
	private Product product;

	private int stars;

	private String text;

	@CreatedBy
	@Column(updatable = false)
	private String createdBy;

	@CreatedDate
	@Column(updatable = false)
	private Instant createdAt;

	@LastModifiedBy
	private String modifiedBy;

	@LastModifiedDate
	private Instant modifiedAt;

	// For Hibernate
	@SuppressWarnings("NullAway.Init")
	protected Review() {
	}

	// Hibernate and Spring Data fill in the rest
	@SuppressWarnings("NullAway.Init")
	Review(Product product, int stars, String text) {
		this.product = product;
		this.stars = stars;
		this.text = text;
	}

	void edit(int stars, String text) {
		this.stars = stars;
		this.text = text;
	}

	UUID getId() {
		return this.id;
	}

	int getStars() {
		return this.stars;
	}

	String getText() {
		return this.text;
	}

	String getCreatedBy() {
		return this.createdBy;
	}

	Instant getCreatedAt() {
		return this.createdAt;
	}

	String getModifiedBy() {
		return this.modifiedBy;
	}

	Instant getModifiedAt() {
		return this.modifiedAt;
	}

}
