package io.dbmonitor.audit.jdbc;

import io.dbmonitor.audit.AuditIgnore;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import org.jspecify.annotations.Nullable;

/** What nobody records. */
@Entity
@AuditIgnore
public class Whisper {

	@Id
	@GeneratedValue
	@Nullable Long id;

}
