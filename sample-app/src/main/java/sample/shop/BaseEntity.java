package sample.shop;

import java.time.Instant;
import java.util.UUID;

import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.Version;
import org.hibernate.annotations.CreationTimestamp;
import org.hibernate.annotations.UpdateTimestamp;
import org.hibernate.annotations.UuidGenerator;

/**
 * What every row of the shop has: its key, a public id that can be given away without
 * telling how many rows there are, a version, and when it was created and last updated.
 */
@MappedSuperclass
public abstract class BaseEntity {

	@Id
	@GeneratedValue(strategy = GenerationType.SEQUENCE)
	private long id;

	@UuidGenerator
	private UUID publicId;

	@Version
	private int version;

	@CreationTimestamp
	private Instant createdAt;

	@UpdateTimestamp
	private Instant updatedAt;

	// Hibernate fills the fields in when it loads or saves the row
	@SuppressWarnings("NullAway.Init")
	protected BaseEntity() {
	}

	public long getId() {
		return this.id;
	}

	public UUID getPublicId() {
		return this.publicId;
	}

	public Instant getCreatedAt() {
		return this.createdAt;
	}

	public Instant getUpdatedAt() {
		return this.updatedAt;
	}

}
