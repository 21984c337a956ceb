package io.dbmonitor.audit;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What was read in a transaction that is not over yet, each entity once. Bounded. Belongs
 * to its transaction's thread.
 */
public final class PendingReads {

	static final int MAX_READS = 10_000;

	private final AuditRecorder recorder;

	private final ChangeOrigin origin;

	private final Set<Change> reads = new LinkedHashSet<>();

	private long omitted;

	PendingReads(AuditRecorder recorder, ChangeOrigin origin) {
		this.recorder = recorder;
		this.origin = origin;
	}

	/**
	 * Add a read, unless the entity's is there, or there are too many.
	 * @param entity the entity's name
	 * @param id its id as text
	 */
	public void add(String entity, String id) {
		Change read = new Change(entity, id, ChangeOperation.READ, ChangeSource.ORM, Map.of());
		if (!isFull()) {
			this.reads.add(read);
		}
		else if (!this.reads.contains(read)) {
			this.omitted++;
		}
	}

	/**
	 * Whether there are as many reads as are kept.
	 * @return whether those to come will be left out
	 */
	public boolean isFull() {
		return this.reads.size() >= MAX_READS;
	}

	/**
	 * The transaction is over, committed or not. Never throws.
	 * @param dataSource the name of the data source that was read from, {@code null}
	 * where it is not known
	 */
	public void ended(@Nullable String dataSource) {
		this.recorder.read(this.origin.changeSet(List.copyOf(this.reads), this.omitted), dataSource);
	}

}
