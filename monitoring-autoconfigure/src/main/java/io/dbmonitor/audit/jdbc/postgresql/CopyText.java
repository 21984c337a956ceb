package io.dbmonitor.audit.jdbc.postgresql;

import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;

import org.postgresql.copy.CopyIn;

/**
 * Rows in the text format of COPY, sent as they come together.
 */
final class CopyText {

	private static final int SENT_AT_ONCE = 32 * 1024;

	private final CopyIn copy;

	private final StringBuilder text = new StringBuilder(SENT_AT_ONCE + SENT_AT_ONCE / 4);

	private boolean rowBegun;

	CopyText(CopyIn copy) {
		this.copy = copy;
	}

	CopyText add(String value) {
		beginField();
		for (int i = 0; i < value.length(); i++) {
			escape(value.charAt(i));
		}
		return this;
	}

	/** A field that is written piece by piece. */
	Writer field() {
		beginField();
		return new Field();
	}

	private void beginField() {
		if (this.rowBegun) {
			this.text.append('\t');
		}
		this.rowBegun = true;
	}

	private void escape(char c) {
		switch (c) {
			case '\\' -> this.text.append("\\\\");
			case '\t' -> this.text.append("\\t");
			case '\n' -> this.text.append("\\n");
			case '\r' -> this.text.append("\\r");
			default -> this.text.append(c);
		}
	}

	void endRow() throws SQLException {
		this.text.append('\n');
		this.rowBegun = false;
		if (this.text.length() >= SENT_AT_ONCE) {
			send();
		}
	}

	/** Send what was not sent. */
	void send() throws SQLException {
		byte[] bytes = this.text.toString().getBytes(StandardCharsets.UTF_8);
		this.copy.writeToCopy(bytes, 0, bytes.length);
		this.copy.flushCopy();
		this.text.setLength(0);
	}

	/** Writes into the current field. */
	private final class Field extends Writer {

		@Override
		public void write(char[] buffer, int offset, int length) {
			for (int i = offset; i < offset + length; i++) {
				escape(buffer[i]);
			}
		}

		@Override
		public void flush() {
			// Sent with the rows
		}

		@Override
		public void close() {
			// The row goes on
		}

	}

}
