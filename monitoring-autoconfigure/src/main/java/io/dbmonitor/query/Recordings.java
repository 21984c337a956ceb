package io.dbmonitor.query;

import io.dbmonitor.work.CallPath;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The recordings of now. As long as nobody records they cost each execution the read of a
 * field.
 */
final class Recordings {

	private static final ExecutionRecording[] NONE = {};

	/** Shared, as the same place can send the same statement thousands of times. */
	private final Map<Place, StatementOrigin> origins = new ConcurrentHashMap<>();

	private volatile ExecutionRecording[] active = NONE;

	boolean areActive() {
		return this.active != NONE;
	}

	synchronized ExecutionRecording start() {
		ExecutionRecording started = new ExecutionRecording(this::stop);
		this.active = Stream.concat(Arrays.stream(this.active), Stream.of(started)).toArray(ExecutionRecording[]::new);
		return started;
	}

	private synchronized void stop(ExecutionRecording stopped) {
		ExecutionRecording[] others = Arrays.stream(this.active)
			.filter((recording) -> recording != stopped)
			.toArray(ExecutionRecording[]::new);
		if (others.length == 0) {
			this.active = NONE;
			this.origins.clear();
		}
		else {
			this.active = others;
		}
	}

	void sent(RecordedExecution execution) {
		for (ExecutionRecording recording : this.active) {
			recording.sent(execution);
		}
	}

	StatementOrigin origin(StatementStatistics statement, CallPath path, Supplier<@Nullable Association> association) {
		Place place = new Place(statement, path);
		StatementOrigin known = this.origins.get(place);
		if (known == null) {
			known = new StatementOrigin(statement, path, association.get());
			this.origins.put(place, known);
		}
		return known;
	}

	private record Place(StatementStatistics statement, CallPath path) {
	}

}
