package io.dbmonitor.audit.jdbc.postgresql;

import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;

import org.jspecify.annotations.Nullable;
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
		char[] characters = value.toCharArray();
		escape(characters, 0, characters.length);
		return this;
	}

	/** Writes into fields that were begun. */
	Writer fieldWriter() {
		return new FieldWriter();
	}

	void beginField() {
		if (this.rowBegun) {
			this.text.append('\t');
		}
		this.rowBegun = true;
	}

	/** What is in no need of it is copied as a whole. */
	private void escape(char[] characters, int from, int to) {
		int copied = from;
		for (int i = from; i < to; i++) {
			@Nullable String escaped = switch (characters[i]) {
				case '\\' -> "\\\\";
				case '\t' -> "\\t";
				case '\n' -> "\\n";
				case '\r' -> "\\r";
				default -> null;
			};
			if (escaped != null) {
				this.text.append(characters, copied, i - copied).append(escaped);
				copied = i + 1;
			}
		}
		this.text.append(characters, copied, to - copied);
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

	/** Never closed: rows go on. */
	private final class FieldWriter extends Writer {

		@Override
		public void write(char[] buffer, int offset, int length) {
			escape(buffer, offset, offset + length);
		}

		@Override
		public void flush() {
			// Sent with the rows
		}

		@Override
		public void close() {
			// Nothing to close
		}

	}

}
