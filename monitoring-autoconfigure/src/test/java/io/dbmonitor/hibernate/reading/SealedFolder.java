package io.dbmonitor.hibernate.reading;

import jakarta.persistence.Entity;

/** A folder of another kind. */
@Entity
public class SealedFolder extends Folder {

	protected SealedFolder() {
	}

	SealedFolder(long id) {
		super(id);
	}

}
