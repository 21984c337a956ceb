package io.dbmonitor.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

import io.dbmonitor.datasource.MonitoredDataSources;
import io.dbmonitor.fault.Faults;
import io.dbmonitor.fault.Feature;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is too much, or comes too late, is counted and left.
 */
class ReadQueueTests {

	private final Faults faults = new Faults();

	private final List<ChangeSet> kept = new ArrayList<>();

	private final ReadQueue queue = new ReadQueue(new MonitoredDataSources(this.faults),
			new ReadSampling(Map.of("*", 1.0)), (part, position, connection) -> {
			}, this.faults);

	@Test
	void moreReadsThanCanWaitAreLeft() {
		ChangeSet reads = reads(10_000);
		for (int i = 0; i < 12; i++) {
			this.queue.add(reads, null, this.kept::add);
		}
		assertThat(this.faults.overflows(Feature.AUDIT)).isEqualTo(20_000);
		assertThat(this.faults.faults(Feature.AUDIT)).isEqualTo(2);
		this.queue.start();
		this.queue.stop();
		assertThat(this.faults.faults(Feature.AUDIT)).as("no data source").isEqualTo(3);
		assertThat(this.kept).isEmpty();
	}

	@Test
	void readsBehindTheEndAreLeft() {
		this.queue.start();
		assertThat(this.queue.isRunning()).isTrue();
		this.queue.stop();
		assertThat(this.queue.isRunning()).isFalse();
		this.queue.add(reads(3), null, this.kept::add);
		assertThat(this.faults.overflows(Feature.AUDIT)).isEqualTo(3);
	}

	@Test
	void aQueueThatNobodyFillsDoesNotStart() {
		assertThat(this.queue.isAutoStartup()).isTrue();
		assertThat(new ReadQueue(new MonitoredDataSources(this.faults), new ReadSampling(Map.of()),
				(part, position, connection) -> {
				}, this.faults)
			.isAutoStartup()).isFalse();
	}

	private static ChangeSet reads(int count) {
		List<Change> reads = IntStream.range(0, count)
			.mapToObj((id) -> new Change("Customer", String.valueOf(id), ChangeOperation.READ, ChangeSource.ORM,
					Map.of()))
			.toList();
		return new ChangeSet(UUID.randomUUID(), Instant.now(), ChangeContext.UNKNOWN, reads, 0);
	}

}
