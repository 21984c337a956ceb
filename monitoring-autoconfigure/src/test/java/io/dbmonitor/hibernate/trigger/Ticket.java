package io.dbmonitor.hibernate.trigger;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import org.hibernate.annotations.DynamicUpdate;
import org.jspecify.annotations.Nullable;

/** Updated by what has changed alone. */
@Entity
@DynamicUpdate
class Ticket {

	@Id
	long id;

	@Nullable String title;

	@Nullable String note;

	protected Ticket() {
	}

	Ticket(long id, String title) {
		this.id = id;
		this.title = title;
	}

}
