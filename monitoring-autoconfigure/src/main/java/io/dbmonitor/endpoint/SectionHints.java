package io.dbmonitor.endpoint;

import java.util.Arrays;

import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.RuntimeHints;

/**
 * What a native image has to know of the answers of a section: the endpoint hands them to
 * Jackson as objects of no declared type, so Boot cannot find them out for itself.
 */
public final class SectionHints {

	private static final BindingReflectionHintsRegistrar registrar = new BindingReflectionHintsRegistrar();

	private SectionHints() {
	}

	/**
	 * Register what a section answers, with all that it consists of.
	 * @param hints the hints to add to
	 * @param section the section; the records nested in it are taken for its answers
	 * @param more what else it answers or contributes
	 */
	public static void register(RuntimeHints hints, Class<? extends Section> section, Class<?>... more) {
		registrar.registerReflectionHints(hints.reflection(),
				Arrays.stream(section.getDeclaredClasses()).filter(Class::isRecord).toArray(Class<?>[]::new));
		registrar.registerReflectionHints(hints.reflection(), more);
	}

}
