package io.dbmonitor.hibernate.reading;

import io.dbmonitor.audit.AuditIgnore;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import org.jspecify.annotations.Nullable;

/** Nobody is to know who reads it. */
@Entity
@AuditIgnore
public class Diary {

	@Id
	@Nullable Long id;

	protected Diary() {
	}

	Diary(long id) {
		this.id = id;
	}

}
