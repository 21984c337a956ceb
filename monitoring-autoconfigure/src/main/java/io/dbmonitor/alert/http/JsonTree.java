package io.dbmonitor.alert.http;

import java.io.ByteArrayOutputStream;
import java.util.Collection;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Writes maps, collections, strings, numbers and booleans as JSON, and the text of
 * anything else. Without a mapper: what the application does with its own changes nothing
 * here.
 */
final class JsonTree {

	private static final JsonFactory factory = new JsonFactory();

	private JsonTree() {
	}

	static byte[] write(Object value) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (JsonGenerator json = factory.createGenerator(ObjectWriteContext.empty(), bytes)) {
			write(json, value);
		}
		return bytes.toByteArray();
	}

	private static void write(JsonGenerator json, @Nullable Object value) {
		if (value == null) {
			json.writeNull();
		}
		else if (value instanceof Map<?, ?> map) {
			json.writeStartObject();
			map.forEach((key, element) -> {
				json.writeName(String.valueOf(key));
				write(json, element);
			});
			json.writeEndObject();
		}
		else if (value instanceof Collection<?> elements) {
			json.writeStartArray();
			elements.forEach((element) -> write(json, element));
			json.writeEndArray();
		}
		else if (value instanceof Boolean flag) {
			json.writeBoolean(flag);
		}
		else if (value instanceof Integer || value instanceof Long) {
			json.writeNumber(((Number) value).longValue());
		}
		else if (value instanceof Number number && Double.isFinite(number.doubleValue())) {
			json.writeNumber(number.doubleValue());
		}
		else {
			json.writeString(value.toString());
		}
	}

}
