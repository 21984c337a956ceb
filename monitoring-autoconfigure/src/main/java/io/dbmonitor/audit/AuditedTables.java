package io.dbmonitor.audit;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

import javax.sql.DataSource;

import io.dbmonitor.datasource.MonitoredDataSource;
import io.dbmonitor.datasource.MonitoredDataSources;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * The tables that have the rows of entities. Filled as entity manager factories come;
 * safe for use by several threads.
 */
public final class AuditedTables {

	private static final Pattern QUOTES = Pattern.compile("[\"`\\[\\]\\s]");

	private final MonitoredDataSources dataSources;

	/** By the name without its schema. */
	private final Map<String, List<Table>> tables = new ConcurrentHashMap<>();

	/**
	 * Make tables without any.
	 * @param dataSources those that are watched
	 */
	public AuditedTables(MonitoredDataSources dataSources) {
		this.dataSources = dataSources;
	}

	/**
	 * Find out under which name a data source is watched.
	 * @param dataSource a data source as the application has it
	 * @return the name, {@code null} where that is not known: one that routes has several
	 */
	public @Nullable String name(@Nullable DataSource dataSource) {
		if (dataSource instanceof DelegatingDataSource delegating) {
			return name(delegating.getTargetDataSource());
		}
		Object target = (dataSource != null) ? AopProxyUtils.getSingletonTarget(dataSource) : null;
		return (target == null) ? null
				: this.dataSources.all()
					.stream()
					.filter((watched) -> watched.target() == target)
					.map(MonitoredDataSource::name)
					.findFirst()
					.orElse(null);
	}

	/**
	 * Add a table, unless it is there.
	 * @param dataSource the name of the data source that leads to it, {@code null} where
	 * that is not known
	 * @param name the table's name, with its schema or without, quoted or not
	 * @param entity the name of the entity that has its rows there
	 * @param type the name of the entity's class
	 * @param own whether each row is an entity, not a part of one
	 */
	public void add(@Nullable String dataSource, String name, String entity, String type, boolean own) {
		String plain = plain(name);
		Table added = new Table(dataSource, schema(plain), entity, type, own);
		List<Table> known = this.tables.computeIfAbsent(table(plain), (first) -> new CopyOnWriteArrayList<>());
		if (known.stream().noneMatch(added::isSameTable)) {
			known.add(added);
		}
	}

	/**
	 * Find what a table has the rows of.
	 * @param dataSource the name of the data source that leads to it
	 * @param name the table's name as a statement has it. Where only one side tells the
	 * schema it is taken to be the same
	 * @return the table, {@code null} where it has the rows of no entity
	 */
	public @Nullable Table find(String dataSource, String name) {
		if (this.tables.isEmpty()) {
			return null;
		}
		String plain = plain(name);
		String schema = schema(plain);
		for (Table known : this.tables.getOrDefault(table(plain), List.of())) {
			if (known.matches(dataSource, schema)) {
				return known;
			}
		}
		return null;
	}

	private static String plain(String name) {
		return name.chars().allMatch(AuditedTables::isPlain) ? name
				: QUOTES.matcher(name).replaceAll("").toLowerCase(Locale.ROOT);
	}

	private static boolean isPlain(int c) {
		return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
	}

	private static String table(String plain) {
		return plain.substring(plain.lastIndexOf('.') + 1);
	}

	private static String schema(String plain) {
		int end = plain.lastIndexOf('.');
		return (end < 0) ? "" : plain.substring(plain.lastIndexOf('.', end - 1) + 1, end);
	}

	/**
	 * A table.
	 *
	 * @param dataSource the data source that leads to it, {@code null} where that is not
	 * known
	 * @param schema its schema, empty where that is not known
	 * @param entity the name of the entity that has its rows there
	 * @param type the name of the entity's class
	 * @param own whether each row is an entity, not a part of one
	 */
	public record Table(@Nullable String dataSource, String schema, String entity, String type, boolean own) {

		private boolean isSameTable(Table other) {
			return this.schema.equals(other.schema) && ((this.dataSource != null)
					? this.dataSource.equals(other.dataSource) : other.dataSource == null);
		}

		private boolean matches(String dataSource, String schema) {
			return (this.dataSource == null || this.dataSource.equals(dataSource))
					&& (schema.isEmpty() || this.schema.isEmpty() || schema.equals(this.schema));
		}

	}

}
