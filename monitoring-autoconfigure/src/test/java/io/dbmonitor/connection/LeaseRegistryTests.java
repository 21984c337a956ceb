package io.dbmonitor.connection;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import io.dbmonitor.datasource.SessionIds;
import io.dbmonitor.fault.Faults;
import io.dbmonitor.fault.Feature;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Leases come and go, however many there are and whatever goes wrong.
 */
class LeaseRegistryTests {

	private final Faults faults = new Faults();

	private final LeaseRegistry registry = new LeaseRegistry("test", System::nanoTime, SessionIds.NONE, this.faults);

	@Test
	void moreLeasesThanSlotsAreKept() {
		List<Lease> leases = IntStream.range(0, 500).mapToObj((i) -> this.registry.begin(i)).toList();
		assertThat(this.registry.all()).containsExactlyInAnyOrderElementsOf(leases);
		leases.forEach((lease) -> {
			lease.end(1000);
			lease.end(2000);
		});
		assertThat(this.registry.all()).isEmpty();
		assertThat(this.registry.durations().count()).isEqualTo(500);
		assertThat(this.registry.durations().max()).isEqualTo(1000);
		assertThat(this.registry.durations().sum()).isEqualTo(IntStream.range(0, 500).map((i) -> 1000 - i).sum());
	}

	@Test
	void whatIsTriedWithAConnectionThatWasGivenBackDoesNotBringItsLeaseBack() {
		Lease lease = this.registry.begin(0);
		lease.end(1);
		Lease other = this.registry.begin(2);
		lease.inTransaction(true);
		lease.executed(null, 3);
		assertThat(lease.read()).isNull();
		lease.end(4);
		assertThat(this.registry.all()).containsExactly(other);
		assertThat(this.registry.durations().count()).isEqualTo(1);
	}

	@Test
	void twoThreadsThatCloseOneConnectionEndItsLeaseOnceAndNoOther() throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(2);
		try {
			for (int i = 0; i < 2000; i++) {
				Lease lease = this.registry.begin(0);
				CyclicBarrier together = new CyclicBarrier(2);
				List<Future<Lease>> closing = List.of(threads.submit(() -> endAndBegin(lease, together)),
						threads.submit(() -> endAndBegin(lease, together)));
				Lease one = closing.get(0).get();
				Lease other = closing.get(1).get();
				assertThat(this.registry.all()).containsExactlyInAnyOrder(one, other);
				one.end(1);
				other.end(1);
				assertThat(this.registry.durations().count()).isEqualTo(3L * (i + 1));
			}
		}
		finally {
			threads.shutdownNow();
		}
	}

	private Lease endAndBegin(Lease lease, CyclicBarrier together) throws Exception {
		together.await();
		lease.end(1);
		return this.registry.begin(1);
	}

	@Test
	void twoThreadsOnOneConnectionLeaveItsLeaseReadable() throws Exception {
		Lease lease = this.registry.begin(0);
		ExecutorService threads = Executors.newFixedThreadPool(2);
		try {
			List<Future<?>> writing = IntStream.range(0, 2)
				.<Future<?>>mapToObj((i) -> threads
					.submit(() -> IntStream.range(0, 100_000).forEach((time) -> lease.inTransaction(time % 2 == 0))))
				.toList();
			for (Future<?> writer : writing) {
				writer.get();
			}
		}
		finally {
			threads.shutdownNow();
		}
		lease.inTransaction(true);
		assertThat(lease.read()).isNotNull().satisfies((state) -> assertThat(state.inTransaction()).isTrue());
	}

	@Test
	void aDriverThatCannotBeAskedLeavesTheLeaseReadable() {
		Connection hostile = (Connection) Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { Connection.class }, (proxy, method, arguments) -> {
					throw new AssertionError("on purpose");
				});
		Lease lease = this.registry.begin(0);
		lease.connected(hostile);
		assertThat(lease.isNew()).isFalse();
		assertThat(lease.read()).isNotNull()
			.satisfies((state) -> assertThat(state.physical()).isEqualTo(PhysicalConnection.UNKNOWN));
		assertThat(this.faults.faults(Feature.CONNECTION)).isEqualTo(1);
	}

}
