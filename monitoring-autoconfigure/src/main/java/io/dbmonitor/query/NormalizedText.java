package io.dbmonitor.query;

/**
 * A normalised text as it grows, cut at a limit. What was added last can be taken back,
 * so that no part of the text is held anywhere else.
 */
final class NormalizedText {

	private static final char ELLIPSIS = '…';

	private final StringBuilder text;

	private final int maxLength;

	private boolean cut;

	NormalizedText(int expectedLength, int maxLength) {
		this.maxLength = maxLength;
		this.text = new StringBuilder(Math.min(expectedLength, maxLength) + 16);
	}

	void append(String token, boolean spaced) {
		if (this.cut) {
			return;
		}
		if (this.text.length() + token.length() + 1 > this.maxLength) {
			this.cut = true;
			this.text.append(ELLIPSIS);
			return;
		}
		if (spaced && !this.text.isEmpty()) {
			this.text.append(' ');
		}
		this.text.append(token);
	}

	/** How long the text is, a sign that it was cut included. */
	int length() {
		return this.text.length();
	}

	/** Whether there is more than what the text says. */
	boolean isCut() {
		return this.cut;
	}

	/** Take back what was added since the text had a length and was not cut yet. */
	void takeBack(int length) {
		this.text.setLength(length);
		this.cut = false;
	}

	/** Put copies of a part of the text behind it, a comma before each. */
	void repeat(int start, int end, int times) {
		String copy = ", " + this.text.substring(start, end).stripLeading();
		int fitting = Math.min(times, Math.max(0, this.maxLength - end) / copy.length());
		this.text.insert(end, copy.repeat(fitting));
		int length = (fitting < times) ? end + fitting * copy.length() : Math.min(this.text.length(), this.maxLength);
		if (length < this.text.length()) {
			this.text.setLength(length);
			this.text.append(ELLIPSIS);
			this.cut = true;
		}
	}

	@Override
	public String toString() {
		return this.text.toString();
	}

}
