package io.dbmonitor.hibernate.reading;

import jakarta.persistence.Entity;

/** A leaflet of another kind. */
@Entity
public class FoldedLeaflet extends Leaflet {

	protected FoldedLeaflet() {
	}

	FoldedLeaflet(long id) {
		super(id);
	}

}
