package io.dbmonitor.hibernate.model;

import java.io.Serializable;
import java.util.Objects;

import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import org.jspecify.annotations.Nullable;

/** An id of two parts that the application chooses. */
@Entity
public class Stock {

	@EmbeddedId
	@Nullable Place place;

	int amount;

	/** The id. */
	@Embeddable
	public static class Place implements Serializable {

		private static final long serialVersionUID = 1L;

		@Nullable String house;

		int shelf;

		@Override
		public boolean equals(@Nullable Object other) {
			return other instanceof Place place && Objects.equals(this.house, place.house) && this.shelf == place.shelf;
		}

		@Override
		public int hashCode() {
			return Objects.hash(this.house, this.shelf);
		}

	}

}
