package io.dbmonitor.audit.autoconfigure.model;

import java.time.Instant;
import java.time.LocalDateTime;
import java.util.UUID;

import jakarta.persistence.Entity;
import jakarta.persistence.EntityListeners;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import org.jspecify.annotations.Nullable;

import org.springframework.data.annotation.CreatedBy;
import org.springframework.data.annotation.CreatedDate;
import org.springframework.data.annotation.LastModifiedBy;
import org.springframework.data.annotation.LastModifiedDate;
import org.springframework.data.jpa.domain.support.AuditingEntityListener;

/** Says who made it and when. */
@Entity
@EntityListeners(AuditingEntityListener.class)
public class Stamped {

	@Id
	@GeneratedValue
	public @Nullable UUID id;

	public @Nullable String text;

	@CreatedBy
	public @Nullable String createdBy;

	@CreatedDate
	public @Nullable Instant createdAt;

	@LastModifiedBy
	public @Nullable String modifiedBy;

	@LastModifiedDate
	public @Nullable LocalDateTime modifiedAt;

}
