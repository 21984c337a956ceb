package io.dbmonitor.hibernate.trigger;

import jakarta.persistence.Embeddable;

/** A part of an entity that can be changed in its place. */
@Embeddable
class Size {

	int height;

	int width;

}
