package io.dbmonitor.proxy;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BoundValuesTests {

	private final List<Throwable> faults = new ArrayList<>();

	private final BoundValues values = new BoundValues(this.faults::add);

	@Test
	void valuesAreKeptInTheOrderOfTheirParameters() {
		this.values.set(2, 17);
		this.values.set(1, "x".repeat(300));
		this.values.set(3, null);
		this.values.set(4, new byte[] { 1 });
		assertThat(this.values.list()).containsExactly("x".repeat(200) + "…", "17", "null", "(byte[])");
	}

	@Test
	void aValueThatCannotBeShownIsNamed() {
		this.values.set(1, Colour.RED);
		assertThat(this.values.list()).containsExactly("(Colour)");
		assertThat(this.faults).singleElement().isInstanceOf(AssertionError.class);
	}

	private enum Colour {

		RED;

		@Override
		public String toString() {
			throw new AssertionError("No text for " + name());
		}

	}

}
