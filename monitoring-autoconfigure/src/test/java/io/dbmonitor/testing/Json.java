package io.dbmonitor.testing;

import java.util.List;
import java.util.Map;

import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.DocumentContext;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.Option;

/**
 * A JSON document, read by JSONPath; what is not there is {@code null}.
 */
public final class Json {

	private static final Configuration CONFIGURATION = Configuration.defaultConfiguration()
		.addOptions(Option.DEFAULT_PATH_LEAF_TO_NULL);

	private final DocumentContext document;

	private Json(DocumentContext document) {
		this.document = document;
	}

	/** Parse a text. */
	public static Json parse(String text) {
		return new Json(JsonPath.using(CONFIGURATION).parse(text));
	}

	/** Take an object as it is. */
	public static Json of(Object object) {
		return new Json(JsonPath.using(CONFIGURATION).parse(object));
	}

	/** An object. */
	public Map<String, Object> object(String path) {
		return this.document.read(path);
	}

	/** A list of objects. */
	public List<Map<String, Object>> objects(String path) {
		return this.document.read(path);
	}

	/** A string. */
	public String string(String path) {
		return this.document.read(path, String.class);
	}

	/** A number. */
	public double number(String path) {
		return this.document.read(path, Double.class);
	}

	/** A boolean; false where nothing is there. */
	public boolean isTrue(String path) {
		return Boolean.TRUE.equals(this.document.read(path, Boolean.class));
	}

	/** A list. */
	public List<Object> list(String path) {
		return this.document.read(path);
	}

	@Override
	public String toString() {
		return this.document.jsonString();
	}

}
