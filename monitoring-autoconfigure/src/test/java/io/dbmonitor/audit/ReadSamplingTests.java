package io.dbmonitor.audit;

import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * With which probability a read is kept.
 */
class ReadSamplingTests {

	private final ReadSampling sampling = new ReadSampling(
			Map.of("*", 0.1, "Customer*", 0.2, "Customer", 1.0, "com.example.billing.*", 0.5, "CustomerLog", 0.0),
			new Random(42)::nextDouble);

	@Test
	void theClosestPatternDecides() {
		assertThat(this.sampling.probability("Customer", "com.example.billing.Customer")).isEqualTo(1);
		assertThat(this.sampling.probability("CustomerLog", "com.example.CustomerLog")).isZero();
		assertThat(this.sampling.probability("CustomerNote", "com.example.CustomerNote")).isEqualTo(0.2);
		assertThat(this.sampling.probability("Invoice", "com.example.billing.Invoice")).isEqualTo(0.5);
		assertThat(this.sampling.probability("Product", "com.example.Product")).isEqualTo(0.1);
		assertThat(new ReadSampling(Map.of("Customer", 1.0)).probability("Product", "Product")).isZero();
	}

	@Test
	void asManyAreKeptAsWereAskedFor() {
		assertThat(IntStream.range(0, 10_000).filter((i) -> this.sampling.keeps(0.5)).count()).isBetween(4_850L,
				5_150L);
		assertThat(IntStream.range(0, 100).noneMatch((i) -> this.sampling.keeps(0))).isTrue();
		assertThat(IntStream.range(0, 100).allMatch((i) -> this.sampling.keeps(1))).isTrue();
	}

	@Test
	void onlyAProbabilityMakesItActive() {
		assertThat(this.sampling.isActive()).isTrue();
		assertThat(new ReadSampling(Map.of("*", 0.0)).isActive()).isFalse();
		assertThat(new ReadSampling(Map.of()).isActive()).isFalse();
	}

}
