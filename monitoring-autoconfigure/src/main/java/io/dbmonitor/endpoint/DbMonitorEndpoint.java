package io.dbmonitor.endpoint;

import java.security.Principal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.dbmonitor.endpoint.page.Page;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.annotation.RegisterReflectionForBinding;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.core.io.Resource;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;

/**
 * The endpoint {@code /actuator/dbmonitor}: an overview, and below it the sections. The
 * actuator hands over only declared parameters, so all that any section knows are
 * declared, as strings; sections parse them. Over JMX it is {@link JmxExtension}.
 */
@RegisterReflectionForBinding({ Body.class, DbMonitorEndpoint.Problem.class })
@Endpoint(id = "dbmonitor", defaultAccess = Access.READ_ONLY)
public class DbMonitorEndpoint {

	private static final MimeType PROBLEM = MimeType.valueOf("application/problem+json");

	private final Sections sections;

	private final ShowValues showValues;

	private final Page page;

	public DbMonitorEndpoint(Sections sections, ShowValues showValues, Page page) {
		this.sections = sections;
		this.showValues = showValues;
		this.page = page;
	}

	/**
	 * Answer the overview.
	 * @return what all sections contribute
	 */
	@ReadOperation
	public WebEndpointResponse<Object> overview() {
		return answer(this.sections::overview);
	}

	/**
	 * Answer a section.
	 * @param securityContext who asks
	 * @param path the path below the endpoint. An {@code Object}, so that the actuator
	 * leaves it as it is: a query parameter of the same name would take its place, and
	 * get round a security rule for the path, but that one is no array
	 * @param sort what to sort by
	 * @param limit how many elements to answer
	 * @param offset how many elements to skip
	 * @param contains what a text has to contain
	 * @param kind a kind of finding
	 * @param minutes how far back to look
	 * @param entity an entity's name
	 * @param id an entity's id
	 * @param actor who changed something
	 * @param operation an operation
	 * @param since from when on
	 * @param until until when
	 * @param at at what moment
	 * @return the answer, or a problem
	 */
	@ReadOperation
	public WebEndpointResponse<Object> section(SecurityContext securityContext,
			@Selector(match = Selector.Match.ALL_REMAINING) Object path, @Nullable String sort, @Nullable String limit,
			@Nullable String offset, @Nullable String contains, @Nullable String kind, @Nullable String minutes,
			@Nullable String entity, @Nullable String id, @Nullable String actor, @Nullable String operation,
			@Nullable String since, @Nullable String until, @Nullable String at) {
		if (!(path instanceof String[] segments)) {
			return problem(SectionException.badRequest("There is no parameter 'path'."));
		}
		if (segments.length == 0) {
			return overview();
		}
		if (segments[0].equals(Page.ASSETS)) {
			return asset(segments);
		}
		Map<String, String> parameters = new LinkedHashMap<>();
		put(parameters, "sort", sort);
		put(parameters, "limit", limit);
		put(parameters, "offset", offset);
		put(parameters, "contains", contains);
		put(parameters, "kind", kind);
		put(parameters, "minutes", minutes);
		put(parameters, "entity", entity);
		put(parameters, "id", id);
		put(parameters, "actor", actor);
		put(parameters, "operation", operation);
		put(parameters, "since", since);
		put(parameters, "until", until);
		put(parameters, "at", at);
		boolean show = this.showValues.isShown(securityContext);
		return answer(() -> this.sections.answer(List.of(segments), parameters, show));
	}

	/**
	 * Delete or end what a path names. Needs write access to the endpoint.
	 * @param securityContext who asks
	 * @param path the path below the endpoint
	 * @param mode how a session is ended
	 * @param backendStart when the session began
	 * @return what was done, or a problem
	 */
	@DeleteOperation
	public WebEndpointResponse<Object> change(SecurityContext securityContext,
			@Selector(match = Selector.Match.ALL_REMAINING) Object path, @Nullable String mode,
			@Nullable String backendStart) {
		if (!(path instanceof String[] segments) || segments.length == 0) {
			return problem(SectionException.badRequest("There is no parameter 'path'."));
		}
		Map<String, String> parameters = new LinkedHashMap<>();
		put(parameters, "mode", mode);
		put(parameters, "backendStart", backendStart);
		boolean show = this.showValues.isShown(securityContext);
		return answer(() -> this.sections.change(List.of(segments), parameters, show, actor(securityContext)));
	}

	private static @Nullable String actor(SecurityContext securityContext) {
		Principal principal = securityContext.getPrincipal();
		return (principal != null) ? principal.getName() : null;
	}

	/**
	 * Do what a path names. Needs write access to the endpoint.
	 * @param securityContext who asks
	 * @param path the path below the endpoint
	 * @param digest what the end of a chain of seals was
	 * @param silence what is not to be told
	 * @param until until when
	 * @param reason why
	 * @return what came of it, or a problem
	 */
	@WriteOperation
	public WebEndpointResponse<Object> act(SecurityContext securityContext,
			@Selector(match = Selector.Match.ALL_REMAINING) Object path, @Nullable String digest,
			@Nullable String silence, @Nullable String until, @Nullable String reason) {
		if (!(path instanceof String[] segments) || segments.length == 0) {
			return problem(SectionException.badRequest("There is no parameter 'path'."));
		}
		Map<String, String> parameters = new LinkedHashMap<>();
		put(parameters, "digest", digest);
		put(parameters, "silence", silence);
		put(parameters, "until", until);
		put(parameters, "reason", reason);
		boolean show = this.showValues.isShown(securityContext);
		return answer(() -> this.sections.act(List.of(segments), parameters, show, actor(securityContext)));
	}

	private static void put(Map<String, String> parameters, String name, @Nullable String value) {
		if (value != null) {
			parameters.put(name, value);
		}
	}

	private WebEndpointResponse<Object> asset(String[] segments) {
		String name = segments[segments.length - 1];
		Resource asset = (segments.length == 2) ? this.page.asset(name).orElse(null) : null;
		return (asset != null) ? new WebEndpointResponse<>(asset, this.page.type(name))
				: problem(SectionException.notFound("The page has no such file."));
	}

	private static WebEndpointResponse<Object> answer(Supplier<Object> answer) {
		try {
			return new WebEndpointResponse<>(new Body(answer.get()), MimeTypeUtils.APPLICATION_JSON);
		}
		catch (SectionException ex) {
			return problem(ex);
		}
	}

	private static WebEndpointResponse<Object> problem(SectionException ex) {
		return new WebEndpointResponse<>(new Body(new Problem(ex.title(), ex.status(), ex.getMessage())), ex.status(),
				PROBLEM);
	}

	/**
	 * A problem as RFC 9457 describes it.
	 *
	 * @param title the status in words
	 * @param status the HTTP status
	 * @param detail a sentence that says what is wrong
	 */
	record Problem(String title, int status, String detail) {
	}

}
