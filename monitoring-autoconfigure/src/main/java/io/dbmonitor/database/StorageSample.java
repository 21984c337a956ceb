package io.dbmonitor.database;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * One look at what the database stores: more than a sample of the activity costs, so it
 * is taken less often.
 *
 * @param figures what was found
 * @param tables the tables that stand out, a bounded number
 * @param indexes the indexes that stand out, a bounded number
 * @param statements the statements that took the server the most time, a bounded number;
 * empty where it does not count them, and once they were handed on: their texts are too
 * large to be kept
 * @param statisticsSince since when uses of tables and indexes are counted; {@code null}
 * for all the time
 */
public record StorageSample(Figures figures, List<TableHealth> tables, List<IndexHealth> indexes,
		List<ServerStatement> statements, @Nullable Instant statisticsSince) {

	StorageSample withoutStatements() {
		return new StorageSample(this.figures, this.tables, this.indexes, List.of(), this.statisticsSince);
	}

}
