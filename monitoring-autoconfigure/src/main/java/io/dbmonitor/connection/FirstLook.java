package io.dbmonitor.connection;

import java.util.List;

/**
 * What the first look at a lease's holder found, and what came of it since.
 *
 * @param thread whose stack it is
 * @param stack the stack, the innermost frame first
 * @param late whether the request that the connection was taken for was over by then, so
 * that the stack can be that of something else
 * @param left whether the thread was seen to have gone on to something else
 */
record FirstLook(Thread thread, List<StackTraceElement> stack, boolean late, boolean left) {

	FirstLook gone() {
		return new FirstLook(this.thread, this.stack, this.late, true);
	}

}
