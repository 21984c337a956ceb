package io.dbmonitor.hibernate.reading;

import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import org.jspecify.annotations.Nullable;

/** Stands in a cabinet. */
@Entity
public class Folder {

	@Id
	@Nullable Long id;

	@Nullable String title;

	@ManyToOne(fetch = FetchType.LAZY)
	@Nullable Cabinet cabinet;

	protected Folder() {
	}

	Folder(long id) {
		this.id = id;
		this.title = "title " + id;
	}

	@Nullable Long getId() {
		return this.id;
	}

	@Nullable String getTitle() {
		return this.title;
	}

}
