package io.dbmonitor.work;

/**
 * The application's line that leads to a statement.
 *
 * @param method the class without its package, and the method: {@code OrderService.place}
 * @param line the line, or a negative number where the class does not tell
 */
public record CallSite(String method, int line) {

	/**
	 * Return the line as it is shown.
	 * @return {@code OrderService.place:88}
	 */
	@Override
	public String toString() {
		return this.method + ":" + this.line;
	}

}
