package io.dbmonitor.audit;

import java.util.List;

import org.springframework.util.PatternMatchUtils;

/**
 * Which entities are audited, by patterns of their names such as {@code Customer} or
 * {@code *Log}, of which the entity's name or that of its class has to match one.
 *
 * @param include those that are audited; all where there is none
 * @param exclude those of them that are not
 */
public record AuditScope(List<String> include, List<String> exclude) {

	/** All entities. */
	public static final AuditScope ALL = new AuditScope(List.of(), List.of());

	/**
	 * Whether an entity is audited.
	 * @param entity the entity's name
	 * @param type the name of its class
	 * @return whether its changes are recorded
	 */
	public boolean contains(String entity, String type) {
		return (this.include.isEmpty() || matches(this.include, entity, type)) && !matches(this.exclude, entity, type);
	}

	private static boolean matches(List<String> patterns, String entity, String type) {
		return patterns.stream()
			.anyMatch((pattern) -> PatternMatchUtils.simpleMatch(pattern, entity)
					|| PatternMatchUtils.simpleMatch(pattern, type));
	}

}
