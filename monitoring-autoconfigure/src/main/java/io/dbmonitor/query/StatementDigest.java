package io.dbmonitor.query;

import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Takes in the tokens of a normalised statement and makes their hash and their text.
 * Lists whose elements all look alike count as one element, whatever their length: those
 * of {@code IN} and {@code ARRAY}, the rows of {@code VALUES} and what is in a row.
 * <p>
 * No element is held back. Each has a hash of its own, of which the list's is made, and
 * its text is taken back when it turns out to look like the ones before. Only the first
 * that does not makes those before it come back.
 */
final class StatementDigest {

	// FNV-1a, 64 bits
	private static final long FNV_OFFSET = 0xcbf29ce484222325L;

	private static final long FNV_PRIME = 0x100000001b3L;

	private static final char TOKEN_BOUNDARY = '\0';

	/** Lists within lists; what is nested deeper is taken as it is. */
	private static final int MAX_NESTING = 40;

	/** A list that begins with one of these is a query. */
	private static final Set<String> QUERY = Set.of("select", "with", "values", "table");

	/** Words that can be left out without any difference; the text keeps them. */
	private static final Set<String> OPTIONAL = Set.of("as", "asc", "inner", "outer");

	/** Operators that the server gets to see as others. */
	private static final Map<String, String> OTHER_SPELLING = Map.of("!=", "<>", "??", "?", "??|", "?|", "??&", "?&");

	private final NormalizedText text;

	private @Nullable ElementList list;

	/** Of the element that is read, of the whole statement outside of lists. */
	private long hash = FNV_OFFSET;

	private String previous = "";

	StatementDigest(NormalizedText text) {
		this.text = text;
	}

	void accept(String token, boolean spaced) {
		ElementList current = this.list;
		if (current != null && current.rows) {
			betweenRows(current, token, spaced);
		}
		else if (current != null) {
			within(current, token, spaced);
		}
		else {
			add(token, spaced);
		}
		this.previous = token;
	}

	/** Return the hash of all tokens, when there are no more. */
	long hash() {
		while (this.list != null) {
			end(this.list);
		}
		return this.hash;
	}

	private void within(ElementList current, String token, boolean spaced) {
		if (current.untouched && QUERY.contains(token)) {
			dissolve(current);
			accept(token, false);
			return;
		}
		boolean first = current.untouched;
		current.untouched = false;
		switch (token) {
			case ")", "]" -> {
				if (current.depth == 0) {
					end(current);
					emit(token, false);
				}
				else {
					current.depth--;
					emit(token, spaced);
				}
			}
			case "," -> {
				if (current.depth == 0) {
					current.elementEnd();
					this.text.append(token, false);
				}
				else {
					emit(token, spaced);
				}
			}
			default -> add(token, spaced && !first);
		}
	}

	/** Behind a row another one can follow; all else ends the list of rows. */
	private void betweenRows(ElementList rows, String token, boolean spaced) {
		if (token.equals(",") && !rows.comma) {
			rows.comma = true;
			return;
		}
		boolean comma = rows.comma;
		rows.comma = false;
		if (comma && token.equals("(")) {
			rows.elementEnd();
			this.text.append(",", false);
			emit(token, spaced);
			begin(false, false);
			return;
		}
		end(rows);
		if (comma) {
			accept(",", false);
		}
		accept(token, spaced);
	}

	private void add(String token, boolean spaced) {
		boolean bracket = token.equals("[");
		boolean parenthesis = token.equals("(");
		ElementList outer = this.list;
		boolean room = outer == null || outer.nesting < MAX_NESTING;
		if (room && bracket && (this.previous.equals("array") || isRowOfArray(outer))) {
			emit(token, spaced);
			begin(false, true);
		}
		else if (room && parenthesis && this.previous.equals("in")) {
			emit(token, spaced);
			begin(false, false);
		}
		else if (room && parenthesis && this.previous.equals("values")) {
			begin(true, false);
			emit(token, spaced);
			begin(false, false);
		}
		else {
			if (outer != null && (bracket || parenthesis)) {
				outer.depth++;
			}
			emit(token, spaced);
		}
	}

	private boolean isRowOfArray(@Nullable ElementList outer) {
		return outer != null && outer.array && outer.depth == 0
				&& (this.previous.equals("[") || this.previous.equals(","));
	}

	private void begin(boolean rows, boolean array) {
		this.list = new ElementList(this.list, rows, array);
	}

	private void end(ElementList ended) {
		ended.elementEnd();
		this.hash = mix(ended.outerHash, ended.hash);
		this.list = ended.outer;
	}

	/** What looked like a list is a part of the statement around it. */
	private void dissolve(ElementList query) {
		this.hash = query.outerHash;
		this.list = query.outer;
		if (this.list != null) {
			this.list.depth++;
		}
	}

	private void emit(String token, boolean spaced) {
		this.text.append(token, spaced);
		if (OPTIONAL.contains(token)) {
			return;
		}
		String counted = OTHER_SPELLING.getOrDefault(token, token);
		for (int i = 0; i < counted.length(); i++) {
			this.hash = (this.hash ^ counted.charAt(i)) * FNV_PRIME;
		}
		this.hash = (this.hash ^ TOKEN_BOUNDARY) * FNV_PRIME;
	}

	private static long mix(long hash, long part) {
		long sum = hash;
		for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
			sum = (sum ^ ((part >>> shift) & 0xff)) * FNV_PRIME;
		}
		return sum;
	}

	/** A list that is open. */
	private final class ElementList {

		private final @Nullable ElementList outer;

		private final long outerHash;

		private final boolean rows;

		private final boolean array;

		private final int nesting;

		/**
		 * Where the first element is in the text, and whether the text reaches so far.
		 */
		private final int start;

		private int firstEnd;

		private boolean firstCut;

		private long first;

		/** How many elements look like the first; all of them, unless they are mixed. */
		private int alike;

		private boolean mixed;

		/** Of the elements as they count. */
		private long hash = FNV_OFFSET;

		/** Brackets that are open within the element. */
		private int depth;

		/** Whether nothing stands behind the opening bracket yet. */
		private boolean untouched = true;

		/** Between rows: whether a comma waits for what follows. */
		private boolean comma;

		ElementList(@Nullable ElementList outer, boolean rows, boolean array) {
			this.outer = outer;
			this.rows = rows;
			this.array = array;
			this.nesting = (outer != null) ? outer.nesting + 1 : 1;
			this.start = StatementDigest.this.text.length();
			this.outerHash = StatementDigest.this.hash;
			StatementDigest.this.hash = FNV_OFFSET;
		}

		void elementEnd() {
			long element = StatementDigest.this.hash;
			StatementDigest.this.hash = FNV_OFFSET;
			if (this.mixed) {
				this.hash = mix(this.hash, element);
			}
			else if (this.alike == 0) {
				firstEnd(element);
			}
			else if (element == this.first) {
				this.alike++;
				if (!this.firstCut) {
					StatementDigest.this.text.takeBack(this.firstEnd);
				}
			}
			else {
				spellOut(element);
			}
		}

		private void firstEnd(long element) {
			this.first = element;
			this.alike = 1;
			this.hash = mix(FNV_OFFSET, element);
			this.firstEnd = StatementDigest.this.text.length();
			this.firstCut = StatementDigest.this.text.isCut();
		}

		/** The elements are not alike, so each of them counts. */
		private void spellOut(long element) {
			this.mixed = true;
			for (int i = 1; i < this.alike; i++) {
				this.hash = mix(this.hash, this.first);
			}
			this.hash = mix(this.hash, element);
			if (this.alike > 1 && !this.firstCut) {
				StatementDigest.this.text.repeat(this.start, this.firstEnd, this.alike - 1);
			}
		}

	}

}
