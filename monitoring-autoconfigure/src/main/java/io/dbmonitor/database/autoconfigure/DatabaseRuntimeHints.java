package io.dbmonitor.database.autoconfigure;

import io.dbmonitor.database.Figures;
import io.dbmonitor.database.endpoint.IndexesSection;
import io.dbmonitor.database.endpoint.TablesSection;
import io.dbmonitor.endpoint.SectionHints;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/**
 * What a native image has to know of tables and indexes.
 */
class DatabaseRuntimeHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		SectionHints.register(hints, TablesSection.class, Figures.Unread.class);
		SectionHints.register(hints, IndexesSection.class);
	}

}
