package io.dbmonitor.audit.jdbc;

import io.dbmonitor.audit.AuditIgnore;
import io.dbmonitor.audit.Masked;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import org.jspecify.annotations.Nullable;

/** A text of any length. */
@Entity
public class Memo {

	@Id
	@GeneratedValue(strategy = GenerationType.SEQUENCE)
	@Nullable Long id;

	@Column(columnDefinition = "text")
	String text = "";

	@Masked
	@Nullable String seal;

	@AuditIgnore
	@Nullable String draft;

	protected Memo() {
	}

	Memo(String text) {
		this.text = text;
	}

}
