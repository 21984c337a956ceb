package io.dbmonitor.query;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/**
 * Keeps each execution, of all threads and data sources, until it is closed: for a short
 * while, as nothing bounds it and each execution costs walks over its thread's stack.
 */
public final class ExecutionRecording implements AutoCloseable {

	private final Queue<RecordedExecution> executions = new ConcurrentLinkedQueue<>();

	private final Consumer<ExecutionRecording> onClose;

	ExecutionRecording(Consumer<ExecutionRecording> onClose) {
		this.onClose = onClose;
	}

	void sent(RecordedExecution execution) {
		this.executions.add(execution);
	}

	/**
	 * Return what was executed since the recording began.
	 * @return the executions in the order in which the driver was done with them
	 */
	public List<RecordedExecution> executions() {
		return List.copyOf(this.executions);
	}

	/**
	 * Stop recording. What was recorded stays.
	 */
	@Override
	public void close() {
		this.onClose.accept(this);
	}

}
