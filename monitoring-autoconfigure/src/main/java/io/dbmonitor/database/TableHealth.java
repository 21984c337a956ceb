package io.dbmonitor.database;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A table that stands out, by its size or by a trouble. Figures are the database's own
 * estimates and statistics, read without touching the table. What the database does not
 * tell is {@code null}.
 *
 * @param schema the schema
 * @param name the name
 * @param rows how many rows it has, estimated; {@code null} where it was never analysed
 * @param deadRows how many rows wait to be removed, estimated
 * @param bytes its size without indexes, estimated
 * @param indexBytes the size of its indexes, estimated
 * @param sequentialScans how often it was read from the beginning
 * @param sequentialRows how many rows were read in doing so
 * @param indexScans how often one of its indexes was used
 * @param inserted how many rows were inserted
 * @param updated how many rows were updated
 * @param deleted how many rows were deleted
 * @param lastVacuum when dead rows were last removed, by whomever
 * @param lastAnalyze when its statistics were last made, by whomever
 * @param problems what is wrong with it, by {@link TableProblem#id()}
 */
public record TableHealth(String schema, String name, @Nullable Long rows, @Nullable Long deadRows, long bytes,
		long indexBytes, @Nullable Long sequentialScans, @Nullable Long sequentialRows, @Nullable Long indexScans,
		@Nullable Long inserted, @Nullable Long updated, @Nullable Long deleted, @Nullable Instant lastVacuum,
		@Nullable Instant lastAnalyze, List<String> problems) {

}
