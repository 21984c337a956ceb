package io.dbmonitor.endpoint;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.jmx.annotation.EndpointJmxExtension;
import org.springframework.util.StringUtils;

/**
 * The endpoint over JMX: the same operations with the same answers, without what is
 * HTTP's. Paths and parameters are written as in an address:
 * {@code queries/481326feb53bd405}, {@code sort=total&limit=5}. A client has no user
 * there, so values that may be personal are shown to all or to none.
 */
@EndpointJmxExtension(endpoint = DbMonitorEndpoint.class)
public class JmxExtension {

	private final Sections sections;

	private final boolean showValues;

	/**
	 * Make what answers over JMX.
	 * @param sections what there is to answer
	 * @param showValues to whom values that may be personal are shown
	 */
	public JmxExtension(Sections sections, ShowValues showValues) {
		this.sections = sections;
		this.showValues = showValues.isShown(SecurityContext.NONE);
	}

	/**
	 * Answer the overview.
	 * @return what all sections contribute
	 */
	@ReadOperation
	public Object overview() {
		return this.sections.overview();
	}

	/**
	 * Answer a section.
	 * @param path the path below the endpoint
	 * @param parameters the parameters
	 * @return the answer
	 */
	@ReadOperation
	public Object section(String path, @Nullable String parameters) {
		return this.sections.answer(segments(path), parse(parameters), this.showValues);
	}

	/**
	 * Delete or end what a path names. Needs write access to the endpoint.
	 * @param path the path below the endpoint
	 * @param parameters the parameters
	 * @return what was done
	 */
	@DeleteOperation
	public Object change(String path, @Nullable String parameters) {
		return this.sections.change(segments(path), parse(parameters), this.showValues, null);
	}

	/**
	 * Do what a path names. Needs write access to the endpoint.
	 * @param path the path below the endpoint
	 * @param parameters the parameters
	 * @return what came of it
	 */
	@WriteOperation
	public Object act(String path, @Nullable String parameters) {
		return this.sections.act(segments(path), parse(parameters), this.showValues, null);
	}

	private static List<String> segments(String path) {
		return List.of(StringUtils.trimLeadingCharacter(path, '/').split("/", -1));
	}

	private static Map<String, String> parse(@Nullable String parameters) {
		Map<String, String> parsed = new LinkedHashMap<>();
		for (String parameter : StringUtils.tokenizeToStringArray(parameters, "&")) {
			int equals = parameter.indexOf('=');
			if (equals < 1) {
				throw SectionException.badRequest("Parameters are written as name=value, not '" + parameter + "'.");
			}
			parsed.put(parameter.substring(0, equals), parameter.substring(equals + 1));
		}
		return parsed;
	}

}
