package io.dbmonitor.query;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Finds out, token by token, what a statement does and which tables it names. A reading
 * without a grammar: tables are the names behind {@code FROM}, {@code JOIN},
 * {@code INTO}, {@code UPDATE}, {@code TABLE} and {@code USING}, without functions and
 * without the names that a {@code WITH} defines.
 */
final class StatementShape {

	private static final int MAX_TABLES = 20;

	private static final Set<String> BEFORE_TABLE = Set.of("from", "join", "into", "update", "table", "using");

	private static final Set<String> NO_TABLE = Set.of("select", "lateral", "only", "unnest", "set", "if", "not",
			"exists", "values", "where", "skip", "nowait", "of");

	private static final Set<String> LIMITS = Set.of("limit", "fetch", "top", "rownum");

	/** Functions of the SQL standard whose arguments FROM separates. */
	private static final Set<String> FUNCTIONS_WITH_FROM = Set.of("extract", "substring", "trim", "overlay");

	private final List<String> tables = new ArrayList<>();

	/** Statements that change no rows, whatever words are in them. */
	private static final Set<Operation> IDLE = EnumSet.of(Operation.CREATE, Operation.ALTER, Operation.DROP,
			Operation.EXPLAIN, Operation.LOCK, Operation.SET, Operation.SHOW);

	private final List<WrittenTable> writes = new ArrayList<>();

	private final Set<String> defined = new HashSet<>();

	private Operation operation = Operation.OTHER;

	private boolean decided;

	private boolean with;

	private int depth;

	/** Depths of the parentheses of function calls, where FROM separates arguments. */
	private final BitSet functions = new BitSet();

	/** Whether the statement that the text is at changes no rows. */
	private boolean idle;

	/** What was begun that a table's name is still to come for. */
	private @Nullable Operation verb;

	/** What becomes of the rows of the table whose name comes next. */
	private @Nullable Operation written;

	private final StringBuilder name = new StringBuilder();

	private boolean expectName;

	private boolean columnsFollow;

	private int listDepth = -1;

	private String previous = "";

	private String candidate = "";

	private boolean limited;

	void accept(SqlLexer.Kind kind, String token) {
		switch (kind) {
			case WORD -> word(token);
			case QUOTED -> nameOrOther(token);
			case PUNCTUATION -> punctuation(token.charAt(0));
			default -> endName();
		}
		this.previous = token;
	}

	Operation operation() {
		return this.operation;
	}

	List<String> tables() {
		endName();
		return List.copyOf(this.tables);
	}

	List<WrittenTable> writes() {
		endName();
		return List.copyOf(this.writes);
	}

	/** Whether the number of rows is limited: LIMIT, FETCH FIRST, TOP or ROWNUM. */
	boolean limited() {
		return this.limited;
	}

	private void word(String word) {
		this.limited |= LIMITS.contains(word);
		if (!this.decided) {
			decide(word);
		}
		if (this.with && word.equals("as") && !this.candidate.isEmpty()) {
			this.defined.add(this.candidate);
		}
		// "for update" and "do update set" name no table, nor does "extract(year from …)"
		boolean clause = word.equals("update") && (this.previous.equals("for") || this.previous.equals("do")
				|| this.previous.equals("on") || this.previous.equals("key"));
		boolean argument = word.equals("from") && (this.previous.equals("distinct") || this.functions.get(this.depth));
		if (isBegin()) {
			this.idle = IDLE.contains(Operation.of(word));
		}
		else if (word.equals("analyze")) {
			this.idle = false;
		}
		boolean truncate = word.equals("truncate") && isBegin();
		if (!clause) {
			begin(word, truncate);
		}
		if ((BEFORE_TABLE.contains(word) || truncate) && !clause && !argument) {
			endName();
			this.expectName = true;
			this.written = written(word);
			this.columnsFollow = word.equals("into") || word.equals("table");
			this.listDepth = (word.equals("from") || this.written == Operation.TRUNCATE) ? this.depth : -1;
		}
		else if (NO_TABLE.contains(word)) {
			endName();
			this.expectName = this.expectName && !word.equals("select") && !word.equals("values") && !word.equals("set")
					&& !word.equals("where");
			if (!this.expectName) {
				this.written = null;
			}
			if (word.equals("where") || word.equals("set")) {
				this.listDepth = -1;
			}
		}
		else {
			nameOrOther(word);
		}
	}

	private boolean isBegin() {
		return this.previous.isEmpty() || this.previous.equals(";");
	}

	/** What a word begins; those behind ON name an event. */
	private void begin(String word, boolean truncate) {
		if (this.previous.equals("on")) {
			return;
		}
		switch (word) {
			case "insert", "replace" -> this.verb = Operation.INSERT;
			case "merge" -> this.verb = Operation.MERGE;
			case "delete" -> this.verb = Operation.DELETE;
			case "select" -> this.verb = null;
			default -> this.verb = truncate ? Operation.TRUNCATE : this.verb;
		}
	}

	/** What becomes of the rows of a table behind a word. */
	private @Nullable Operation written(String word) {
		Operation begun = this.verb;
		boolean named = switch (word) {
			case "update" -> true;
			case "into" -> begun == Operation.INSERT || begun == Operation.MERGE;
			case "from" -> begun == Operation.DELETE;
			case "table", "truncate" -> begun == Operation.TRUNCATE;
			default -> false;
		};
		if (!named) {
			return null;
		}
		if (begun != Operation.TRUNCATE) {
			this.verb = null;
		}
		return word.equals("update") ? Operation.UPDATE : begun;
	}

	private void decide(String word) {
		Operation begun = Operation.of(word);
		if (word.equals("with")) {
			this.with = true;
		}
		else if (this.with) {
			if (this.depth == 0 && begun.isBody()) {
				this.operation = begun;
				this.decided = true;
			}
		}
		else if (this.operation == Operation.OTHER) {
			this.operation = word.equals("values") || word.equals("table") ? Operation.SELECT : begun;
			this.decided = true;
		}
	}

	private void nameOrOther(String token) {
		if (this.expectName) {
			if (this.name.isEmpty() || this.previous.equals(".")) {
				this.name.append(token);
			}
			else {
				endName();
			}
		}
		this.candidate = token;
	}

	private void punctuation(char c) {
		switch (c) {
			case '.' -> {
				if (this.expectName && !this.name.isEmpty()) {
					this.name.append('.');
				}
			}
			case '(' -> {
				// A name with a parenthesis behind it is a function, unless its columns
				// follow
				if (!this.columnsFollow) {
					this.name.setLength(0);
				}
				endName();
				this.expectName = false;
				this.depth++;
				this.functions.set(this.depth, FUNCTIONS_WITH_FROM.contains(this.previous));
			}
			case ')' -> {
				endName();
				this.expectName = false;
				this.depth = Math.max(0, this.depth - 1);
				if (this.depth < this.listDepth) {
					this.listDepth = -1;
				}
			}
			case ',' -> {
				endName();
				this.expectName = this.listDepth == this.depth;
			}
			default -> {
				endName();
				this.expectName = false;
			}
		}
	}

	private void endName() {
		if (this.name.isEmpty()) {
			return;
		}
		String table = this.name.toString();
		this.name.setLength(0);
		this.expectName = false;
		if (this.defined.contains(table)) {
			return;
		}
		if (this.tables.size() < MAX_TABLES && !this.tables.contains(table)) {
			this.tables.add(table);
		}
		if (this.written != null && !this.idle && this.writes.size() < MAX_TABLES) {
			this.writes.add(new WrittenTable(table, this.written));
		}
		if (this.written != Operation.TRUNCATE) {
			this.written = null;
		}
	}

}
