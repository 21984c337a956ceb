package io.dbmonitor.hibernate.reading;

import java.util.LinkedHashSet;
import java.util.Set;

import jakarta.persistence.CascadeType;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderBy;
import org.jspecify.annotations.Nullable;

/** Holds folders. */
@Entity
public class Cabinet {

	@Id
	@Nullable Long id;

	@Nullable String label;

	@OneToMany(mappedBy = "cabinet", cascade = CascadeType.PERSIST)
	@OrderBy("id")
	Set<Folder> folders = new LinkedHashSet<>();

	protected Cabinet() {
	}

	Cabinet(long id) {
		this.id = id;
		this.label = "label " + id;
	}

	Cabinet with(Folder folder) {
		folder.cabinet = this;
		this.folders.add(folder);
		return this;
	}

}
