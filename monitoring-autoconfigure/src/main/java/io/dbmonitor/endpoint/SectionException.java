package io.dbmonitor.endpoint;

/**
 * A request that a section cannot answer, with a sentence that says why.
 */
public final class SectionException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private static final int BAD_REQUEST = 400;

	private static final int FORBIDDEN = 403;

	private static final int NOT_FOUND = 404;

	private static final int CONFLICT = 409;

	private static final int SERVICE_UNAVAILABLE = 503;

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
	 * Say that something is not allowed.
	 * @param message a sentence that says what it takes
	 * @return the exception to throw
	 */
	public static SectionException forbidden(String message) {
		return new SectionException(FORBIDDEN, message);
	}

	/**
	 * Say that something is not as the request takes it to be.
	 * @param message a sentence that says how it is
	 * @return the exception to throw
	 */
	public static SectionException conflict(String message) {
		return new SectionException(CONFLICT, message);
	}

	/**
	 * Say that what is needed for the answer is not there at present.
	 * @param message a sentence that says what it is
	 * @return the exception to throw
	 */
	public static SectionException unavailable(String message) {
		return new SectionException(SERVICE_UNAVAILABLE, message);
	}

	/**
	 * Return the HTTP status that fits.
	 * @return 400, 403, 404, 409 or 503
	 */
	public int status() {
		return this.status;
	}

	String title() {
		return switch (this.status) {
			case FORBIDDEN -> "Forbidden";
			case NOT_FOUND -> "Not Found";
			case CONFLICT -> "Conflict";
			case SERVICE_UNAVAILABLE -> "Service Unavailable";
			default -> "Bad Request";
		};
	}

	@Override
	public String getMessage() {
		return String.valueOf(super.getMessage());
	}

}
