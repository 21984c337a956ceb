package io.dbmonitor.query.autoconfigure;

import io.dbmonitor.endpoint.Extended;
import io.dbmonitor.endpoint.SectionHints;
import io.dbmonitor.query.QuerySummary;
import io.dbmonitor.query.StatementSnapshot;
import io.dbmonitor.query.endpoint.FindingsSection;
import io.dbmonitor.query.endpoint.QueriesSection;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/**
 * What a native image has to know of the statements.
 */
class QueryRuntimeHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		SectionHints.register(hints, QueriesSection.class, QuerySummary.class, Extended.class, StatementSnapshot.class,
				StatementSnapshot.Bucket.class, StatementSnapshot.SlowExecution.class);
		SectionHints.register(hints, FindingsSection.class);
	}

}
