package io.dbmonitor.hibernate.collection;

import jakarta.persistence.Embeddable;
import org.jspecify.annotations.Nullable;

/** An embeddable that stands in a list. */
@Embeddable
public class Drawer {

	@Nullable String label;

	@Nullable Integer depth;

}
