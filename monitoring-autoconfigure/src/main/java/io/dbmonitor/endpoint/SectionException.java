package io.dbmonitor.endpoint;

/**
 * A request that a section cannot answer, with a sentence that says why.
 */
public final class SectionException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private static final int BAD_REQUEST = 400;

	private static final int NOT_FOUND = 404;

	private final int status;

	private SectionException(int status, String message) {
		super(message);
		this.status = status;
	}

	/**
	 * Say that a parameter is wrong.
	 * @param message a sentence that names what is allowed
	 * @return the exception to throw
	 */
	public static SectionException badRequest(String message) {
		return new SectionException(BAD_REQUEST, message);
	}

	/**
	 * Say that something is not there.
	 * @param message a sentence that names it
	 * @return the exception to throw
	 */
	public static SectionException notFound(String message) {
		return new SectionException(NOT_FOUND, message);
	}

	/**
	 * Return the HTTP status that fits.
	 * @return 400 or 404
	 */
	public int status() {
		return this.status;
	}

	String title() {
		return (this.status == NOT_FOUND) ? "Not Found" : "Bad Request";
	}

	@Override
	public String getMessage() {
		return String.valueOf(super.getMessage());
	}

}
