package io.dbmonitor.compatibility.way;

/**
 * Where statements are sent from.
 *
 * @param write the line of the one that writes
 * @param read the line of the one that reads
 */
record Lines(int write, int read) {

	/** The line below the one that asks. */
	static int next() {
		return StackWalker.getInstance()
			.walk((frames) -> frames.skip(1).findFirst())
			.map(StackWalker.StackFrame::getLineNumber)
			.orElseThrow() + 1;
	}

}
