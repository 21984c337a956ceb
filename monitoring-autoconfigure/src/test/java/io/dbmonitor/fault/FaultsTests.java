package io.dbmonitor.fault;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@ExtendWith(OutputCaptureExtension.class)
class FaultsTests {

	private final AtomicLong nanos = new AtomicLong();

	private final Faults faults = new Faults(this.nanos::get);

	@Test
	void countsEachFaultOfEachFeature() {
		this.faults.report(Feature.QUERY, new IllegalStateException("one"));
		this.faults.report(Feature.QUERY, new IllegalStateException("two"));
		this.faults.overflow(Feature.AUDIT);
		assertThat(this.faults.faults(Feature.QUERY)).isEqualTo(2);
		assertThat(this.faults.faults(Feature.AUDIT)).isZero();
		assertThat(this.faults.overflows(Feature.AUDIT)).isEqualTo(1);
	}

	@Test
	void whatNobodyMayKeepBackIsThrown() {
		StackOverflowError error = new StackOverflowError();
		assertThatThrownBy(() -> this.faults.report(Feature.QUERY, error)).isSameAs(error);
	}

	@Test
	void anInterruptionIsStillSeenByWhoeverWaits() {
		this.faults.report(Feature.QUERY, new InterruptedException());
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void logsOnceAMinuteForEachFeature(CapturedOutput output) {
		this.faults.report(Feature.QUERY, new IllegalStateException("first"));
		this.faults.report(Feature.QUERY, new IllegalStateException("second"));
		this.faults.report(Feature.AUDIT, new IllegalStateException("other feature"));
		this.nanos.addAndGet(Duration.ofMinutes(1).toNanos());
		this.faults.report(Feature.QUERY, new IllegalStateException("third"));
		assertThat(output).contains("first", "other feature", "third").doesNotContain("second");
	}

}
