package io.dbmonitor.database;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the log what of a database cannot be read, once until it can be read again. Used
 * by the sampler's thread alone.
 */
final class UnreadLog {

	private static final Logger logger = LoggerFactory.getLogger(UnreadLog.class);

	private final String dataSource;

	private final Set<String> told = new HashSet<>();

	UnreadLog(String dataSource) {
		this.dataSource = dataSource;
	}

	void tell(List<Figures.Unread> unread) {
		for (Figures.Unread part : unread) {
			if (this.told.add(part.subject())) {
				logger.warn("Of the database of the data source '{}' the monitor cannot read: {} ({})", this.dataSource,
						part.subject(), part.reason());
			}
		}
		this.told.retainAll(unread.stream().map(Figures.Unread::subject).toList());
	}

}
