package io.dbmonitor.endpoint;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.util.function.SingletonSupplier;

/**
 * The registry of sections. Safe for use by several threads.
 */
public final class Sections {

	private final Supplier<Map<String, Section>> sections;

	/**
	 * Register sections.
	 * @param sections gives the sections, and is asked once, with the first request, so
	 * that no start waits for what may never be looked at; of two with the same name the
	 * first counts
	 */
	public Sections(Supplier<? extends List<? extends Section>> sections) {
		this.sections = SingletonSupplier.of(() -> byName(sections.get()));
	}

	private static Map<String, Section> byName(List<? extends Section> sections) {
		Map<String, Section> byName = new LinkedHashMap<>();
		sections.forEach((section) -> byName.putIfAbsent(section.name(), section));
		return byName;
	}

	/**
	 * Return the overview.
	 * @return what all sections contribute
	 */
	Map<String, Object> overview() {
		Overview overview = new Overview();
		this.sections.get().values().forEach((section) -> section.contribute(overview));
		return overview.body(List.copyOf(this.sections.get().keySet()));
	}

	/**
	 * Answer a request.
	 * @param path the path below the endpoint, with at least one segment
	 * @param parameters the parameters that were given
	 * @param showValues whether values that may be personal can be shown
	 * @return the section's answer
	 */
	Object answer(List<String> path, Map<String, String> parameters, boolean showValues) {
		return find(path).answer(new SectionRequest(path.subList(1, path.size()), parameters, showValues, null));
	}

	/**
	 * Delete or end what a path names.
	 * @param path the path below the endpoint, with at least one segment
	 * @param parameters the parameters that were given
	 * @param showValues whether values that may be personal can be shown
	 * @param actor who asks
	 * @return the section's answer
	 */
	Object change(List<String> path, Map<String, String> parameters, boolean showValues, @Nullable String actor) {
		return find(path).change(new SectionRequest(path.subList(1, path.size()), parameters, showValues, actor));
	}

	/**
	 * Do what a path names.
	 * @param path the path below the endpoint, with at least one segment
	 * @param parameters the parameters that were given
	 * @param showValues whether values that may be personal can be shown
	 * @param actor who asks
	 * @return the section's answer
	 */
	Object act(List<String> path, Map<String, String> parameters, boolean showValues, @Nullable String actor) {
		return find(path).act(new SectionRequest(path.subList(1, path.size()), parameters, showValues, actor));
	}

	private Section find(List<String> path) {
		Section section = this.sections.get().get(path.get(0));
		if (section == null) {
			throw SectionException.notFound("There is no section '" + path.get(0) + "'. The sections are "
					+ String.join(", ", this.sections.get().keySet()) + ".");
		}
		return section;
	}

}
