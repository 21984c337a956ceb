package io.dbmonitor.audit.jdbc.postgresql;

/**
 * Rows in the text format of COPY.
 */
final class CopyText {

	private final StringBuilder text = new StringBuilder();

	private boolean rowBegun;

	CopyText add(String value) {
		if (this.rowBegun) {
			this.text.append('\t');
		}
		this.rowBegun = true;
		for (int i = 0; i < value.length(); i++) {
			char c = value.charAt(i);
			switch (c) {
				case '\\' -> this.text.append("\\\\");
				case '\t' -> this.text.append("\\t");
				case '\n' -> this.text.append("\\n");
				case '\r' -> this.text.append("\\r");
				default -> this.text.append(c);
			}
		}
		return this;
	}

	void endRow() {
		this.text.append('\n');
		this.rowBegun = false;
	}

	@Override
	public String toString() {
		return this.text.toString();
	}

}
