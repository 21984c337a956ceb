package io.dbmonitor.endpoint.page;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.util.MimeType;
import org.springframework.util.StringUtils;

/**
 * The page's text and what it loads. The files are beside this class, not where static
 * resources are served from: who may not see the endpoint gets none of them.
 */
public final class Page {

	/** The first segment of the path of what the page loads. */
	public static final String ASSETS = "assets";

	private static final Map<String, MimeType> TYPES = Map.of("js", MimeType.valueOf("text/javascript;charset=UTF-8"),
			"css", MimeType.valueOf("text/css;charset=UTF-8"), "svg", MimeType.valueOf("image/svg+xml"));

	/** Only these are handed out, whatever else a path may lead to. */
	static final Set<String> NAMES = Set.of("api.js", "app.js", "chart.js", "format.js", "icon.svg", "live.js",
			"markup.js", "page.css", "parts.js", "poll.js", "preact.module.js", "router.js", "sql.js", "table.js",
			"view-alerts.js", "view-audit.js", "view-findings.js", "view-json.js", "view-locks.js", "view-overview.js",
			"view-queries.js", "view-sessions.js", "view-storage.js", "view-work.js");

	private final String html;

	/**
	 * Make the page.
	 * @param path the endpoint's path, of which only the last segment matters: addresses
	 * in the page are relative, as nobody knows what is in front of the application
	 * @param writable whether the endpoint lets anybody change something
	 */
	public Page(String path, boolean writable) {
		String base = path.substring(path.lastIndexOf('/') + 1);
		this.html = read(resource("index.html")).replace("${base}", escape(base))
			.replace("${writable}", String.valueOf(writable));
	}

	/**
	 * Return the page.
	 * @param token what a request has to carry that changes something, {@code null} where
	 * nothing is known of one
	 * @return HTML
	 */
	public String html(@Nullable CsrfToken token) {
		return this.html.replace("${csrfHeader}", (token != null) ? escape(token.header()) : "")
			.replace("${csrfToken}", (token != null) ? escape(token.value()) : "");
	}

	/**
	 * Find what the page loads.
	 * @param name the file's name
	 * @return the file, empty where there is none of the name
	 */
	public Optional<Resource> asset(String name) {
		return NAMES.contains(name) ? Optional.of(resource(name)) : Optional.empty();
	}

	/**
	 * Return the type of what the page loads.
	 * @param name the file's name
	 * @return the media type
	 */
	public MimeType type(String name) {
		MimeType type = TYPES.get(String.valueOf(StringUtils.getFilenameExtension(name)));
		if (type == null) {
			throw new IllegalArgumentException("'" + name + "' is no file of the page");
		}
		return type;
	}

	/** For attributes' values in quotes. */
	private static String escape(String value) {
		return value.replace("&", "&amp;").replace("\"", "&quot;").replace("<", "&lt;").replace(">", "&gt;");
	}

	private static Resource resource(String name) {
		return new ClassPathResource(name, Page.class);
	}

	private static String read(Resource resource) {
		try {
			return resource.getContentAsString(StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
