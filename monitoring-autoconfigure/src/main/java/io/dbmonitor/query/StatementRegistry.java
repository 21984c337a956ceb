package io.dbmonitor.query;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import io.dbmonitor.fault.Faults;
import io.dbmonitor.fault.Feature;
import org.jspecify.annotations.Nullable;

/**
 * The statements of one data source, bounded: what comes when the bound is reached counts
 * under {@code other}. A cache leads from the texts as they come to their statistics; it
 * keeps two generations, so that a flood of distinct texts can neither fill the memory
 * nor drive out for good what is used often.
 */
final class StatementRegistry {

	/** Texts beyond this length are normalised anew each time rather than kept. */
	static final int MAX_CACHED_LENGTH = 64 * 1024;

	/** How many characters the texts of a generation have together, at most. */
	private static final long MAX_CACHED_CHARACTERS = 4 * 1024 * 1024;

	private static final int CACHED_TEXTS_PER_STATEMENT = 2;

	private final String dataSource;

	private final SqlDialect dialect;

	private final int maxStatements;

	private final int maxLength;

	private final InstantSource clock;

	private final Faults faults;

	private final Map<Long, StatementStatistics> statements = new ConcurrentHashMap<>();

	private final AtomicInteger size = new AtomicInteger();

	private final StatementStatistics other;

	private final Findings findings;

	private volatile Map<String, StatementStatistics> young = new ConcurrentHashMap<>();

	private volatile Map<String, StatementStatistics> old = Map.of();

	private final AtomicInteger youngSize = new AtomicInteger();

	private final AtomicLong youngCharacters = new AtomicLong();

	StatementRegistry(String dataSource, SqlDialect dialect, int maxStatements, int maxLength, InstantSource clock,
			Faults faults) {
		this.dataSource = dataSource;
		this.dialect = dialect;
		this.maxStatements = maxStatements;
		this.maxLength = maxLength;
		this.clock = clock;
		this.faults = faults;
		this.findings = new Findings(clock);
		this.other = new StatementStatistics("other-" + dataSource, dataSource,
				new Fingerprint(0, "other", false, Operation.OTHER, List.of(), List.of(), false), clock);
	}

	StatementStatistics find(String sql) {
		StatementStatistics found = this.young.get(sql);
		if (found != null) {
			return found;
		}
		found = this.old.get(sql);
		if (found == null) {
			found = statistics(fingerprint(sql));
		}
		if (sql.length() <= MAX_CACHED_LENGTH) {
			cache(sql, found);
		}
		return found;
	}

	Fingerprint fingerprint(String sql) {
		return Fingerprint.of(sql, this.maxLength, this.dialect);
	}

	/**
	 * Return a text that the application sent and that counts under a statement.
	 * @param statement the statement
	 * @return the text, or {@code null} where none is kept
	 */
	@Nullable String text(StatementStatistics statement) {
		return Stream.of(this.young, this.old)
			.flatMap((texts) -> texts.entrySet().stream())
			.filter((entry) -> entry.getValue() == statement)
			.map(Map.Entry::getKey)
			.findFirst()
			.orElse(null);
	}

	SqlDialect dialect() {
		return this.dialect;
	}

	Findings findings() {
		return this.findings;
	}

	/** What the bound left out. */
	StatementStatistics other() {
		return this.other;
	}

	/** All statements that were executed, without those under {@code other}. */
	List<StatementStatistics> all() {
		return this.statements.values().stream().filter(StatementStatistics::wasExecuted).toList();
	}

	private StatementStatistics statistics(Fingerprint fingerprint) {
		StatementStatistics known = this.statements.get(fingerprint.hash());
		if (known == null) {
			known = this.statements.computeIfAbsent(fingerprint.hash(), (hash) -> admit(fingerprint));
		}
		if (known == null) {
			this.faults.overflow(Feature.QUERY);
			return this.other;
		}
		return known;
	}

	private @Nullable StatementStatistics admit(Fingerprint fingerprint) {
		if (this.size.incrementAndGet() > this.maxStatements) {
			this.size.decrementAndGet();
			return null;
		}
		return new StatementStatistics(id(fingerprint.hash()), this.dataSource, fingerprint, this.clock);
	}

	/**
	 * The same statement on another data source is another row, so the name is part of
	 * the id.
	 */
	private String id(long hash) {
		return String.format("%016x", hash * 31 + this.dataSource.hashCode());
	}

	private void cache(String sql, StatementStatistics statistics) {
		if (this.young.put(sql, statistics) == null) {
			this.youngSize.incrementAndGet();
			this.youngCharacters.addAndGet(sql.length());
			if (isGrown()) {
				turnGeneration();
			}
		}
	}

	private boolean isGrown() {
		return this.youngSize.get() >= this.maxStatements * CACHED_TEXTS_PER_STATEMENT
				|| this.youngCharacters.get() >= MAX_CACHED_CHARACTERS;
	}

	private synchronized void turnGeneration() {
		if (isGrown()) {
			this.old = this.young;
			this.young = new ConcurrentHashMap<>();
			this.youngSize.set(0);
			this.youngCharacters.set(0);
		}
	}

	/** How many characters are kept for the texts as they came. */
	long cachedCharacters() {
		return Stream.of(this.young, this.old)
			.flatMap((texts) -> texts.keySet().stream())
			.mapToLong(String::length)
			.sum();
	}

}
