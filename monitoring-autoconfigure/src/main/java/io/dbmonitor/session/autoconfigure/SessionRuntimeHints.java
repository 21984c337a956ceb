package io.dbmonitor.session.autoconfigure;

import io.dbmonitor.endpoint.Extended;
import io.dbmonitor.endpoint.SectionHints;
import io.dbmonitor.session.ServerFigures;
import io.dbmonitor.session.SessionView;
import io.dbmonitor.session.endpoint.LocksSection;
import io.dbmonitor.session.endpoint.SessionsSection;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/**
 * What a native image has to know of the sessions.
 */
class SessionRuntimeHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		SectionHints.register(hints, SessionsSection.class);
		SectionHints.register(hints, LocksSection.class, SessionView.class, ServerFigures.class, Extended.class);
	}

}
