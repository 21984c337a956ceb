package io.dbmonitor.history;

import java.time.Instant;
import java.util.Map;

import io.dbmonitor.datasource.MonitoredDataSource;

/**
 * Figures of a data source that are worth a line in a chart. An application adds figures
 * of its own by a bean of this type.
 */
@FunctionalInterface
public interface HistorySource {

	/**
	 * Read the figures of now. Called by one thread, from time to time; must answer from
	 * memory.
	 * @param dataSource the data source
	 * @param now the time
	 * @return values by name, such as {@code pool.active}, always the same names; what is
	 * not known is left out or {@link Double#NaN}
	 */
	Map<String, Double> read(MonitoredDataSource dataSource, Instant now);

}
