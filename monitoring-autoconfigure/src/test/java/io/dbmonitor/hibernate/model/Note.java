package io.dbmonitor.hibernate.model;

import java.util.Objects;

import jakarta.persistence.Embeddable;
import org.jspecify.annotations.Nullable;

/** An embeddable that stands in a list. */
@Embeddable
public class Note {

	@Nullable String text;

	int weight;

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof Note note && Objects.equals(this.text, note.text) && this.weight == note.weight;
	}

	@Override
	public int hashCode() {
		return Objects.hash(this.text, this.weight);
	}

}
