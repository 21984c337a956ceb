package io.dbmonitor.hibernate.collection;

import java.io.Serializable;
import java.util.Objects;

import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import org.jspecify.annotations.Nullable;

/** An id of two parts. */
@Entity
public class Coin {

	@EmbeddedId
	@Nullable Mint mint;

	@Nullable String stamp;

	/** The id. */
	@Embeddable
	public static class Mint implements Serializable {

		private static final long serialVersionUID = 1L;

		@Nullable String city;

		int number;

		@Override
		public boolean equals(@Nullable Object other) {
			return other instanceof Mint mint && Objects.equals(this.city, mint.city) && this.number == mint.number;
		}

		@Override
		public int hashCode() {
			return Objects.hash(this.city, this.number);
		}

	}

}
