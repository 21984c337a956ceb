package io.dbmonitor.audit.jdbc;

import java.io.Writer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.dbmonitor.audit.Change;
import io.dbmonitor.audit.ChangeOperation;
import io.dbmonitor.audit.ChangeSource;
import io.dbmonitor.audit.CollectionChange;
import io.dbmonitor.audit.CollectionEntry;
import io.dbmonitor.audit.FieldChange;
import io.dbmonitor.audit.StatementWrite;
import io.dbmonitor.audit.ValueChange;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The changes of fields as JSON: of an entity that was created or deleted, and in a
 * baseline, each field with its value, of one that was updated with {@code @old} and
 * {@code @new}; of a collection {@code @added}, {@code @removed} and {@code @cleared}. An
 * element with a key has its key and its value under {@code @key} and {@code @value}. No
 * field can be called so. A statement that wrote past the mapper stands under
 * {@code @statement}. Numbers come back as the smallest of Integer, Long and BigInteger,
 * or as BigDecimal.
 */
final class FieldChanges {

	private static final String STATEMENT = "@statement";

	private static final String OLD = "@old";

	private static final String NEW = "@new";

	private static final String ADDED = "@added";

	private static final String REMOVED = "@removed";

	private static final String CLEARED = "@cleared";

	private static final String KEY = "@key";

	private static final String VALUE = "@value";

	/** Nothing stands between one change and the next. */
	private static final JsonFactory json = JsonFactory.builder().rootValueSeparator((String) null).build();

	private FieldChanges() {
	}

	/**
	 * Begin to write changes.
	 * @param writer where to
	 * @return a generator for {@link #write}, to be closed
	 */
	static JsonGenerator generator(Writer writer) {
		return json.createGenerator(ObjectWriteContext.empty(), writer);
	}

	/** Write one more change, up to the writer. */
	static void write(Change change, JsonGenerator generator) {
		generator.writeStartObject();
		if (change.statement() != null) {
			write(generator, change.statement());
		}
		for (Map.Entry<String, FieldChange> field : change.values().entrySet()) {
			generator.writeName(field.getKey());
			if (field.getValue() instanceof CollectionChange collection) {
				write(generator, collection);
			}
			else {
				write(generator, change.operation(), (ValueChange) field.getValue());
			}
		}
		generator.writeEndObject();
		generator.flush();
	}

	private static void write(JsonGenerator generator, StatementWrite statement) {
		generator.writeName(STATEMENT);
		generator.writeStartObject();
		write(generator, "table", statement.table());
		write(generator, "rows", statement.rows());
		write(generator, "statement", statement.statement());
		write(generator, "caller", statement.caller());
		generator.writeBooleanProperty("atomic", statement.atomic());
		generator.writeEndObject();
	}

	private static void write(JsonGenerator generator, ChangeOperation operation, ValueChange value) {
		Object only = isState(operation) ? value.newValue()
				: (operation == ChangeOperation.DELETE) ? value.oldValue() : null;
		if (only != null) {
			write(generator, only);
			return;
		}
		generator.writeStartObject();
		write(generator, OLD, value.oldValue());
		write(generator, NEW, value.newValue());
		generator.writeEndObject();
	}

	/** Whether it tells what an entity is, with no value before. */
	private static boolean isState(ChangeOperation operation) {
		return operation == ChangeOperation.CREATE || operation == ChangeOperation.BASELINE;
	}

	private static void write(JsonGenerator generator, CollectionChange collection) {
		generator.writeStartObject();
		write(generator, ADDED, collection.added());
		write(generator, REMOVED, collection.removed());
		if (collection.cleared()) {
			generator.writeBooleanProperty(CLEARED, true);
		}
		generator.writeEndObject();
	}

	private static void write(JsonGenerator generator, String name, List<Object> elements) {
		if (!elements.isEmpty()) {
			generator.writeName(name);
			write(generator, elements);
		}
	}

	private static void write(JsonGenerator generator, String name, @Nullable Object value) {
		if (value != null) {
			generator.writeName(name);
			write(generator, value);
		}
	}

	private static void write(JsonGenerator generator, Object value) {
		if (value instanceof CollectionEntry entry) {
			generator.writeStartObject();
			write(generator, KEY, entry.key());
			write(generator, VALUE, entry.value());
			generator.writeEndObject();
		}
		else if (value instanceof Map<?, ?> fields) {
			generator.writeStartObject();
			fields.forEach((name, field) -> write(generator, name.toString(), field));
			generator.writeEndObject();
		}
		else if (value instanceof List<?> elements) {
			generator.writeStartArray();
			elements.forEach((element) -> write(generator, element));
			generator.writeEndArray();
		}
		else if (value instanceof Boolean bool) {
			generator.writeBoolean(bool);
		}
		else if (value instanceof Integer number) {
			generator.writeNumber(number);
		}
		else if (value instanceof Long number) {
			generator.writeNumber(number);
		}
		else if (value instanceof Number number && isFinite(number)) {
			generator.writeNumber(number.toString());
		}
		else {
			generator.writeString(ChangeParameters.encodable(value.toString()));
		}
	}

	private static boolean isFinite(Number number) {
		return !(number instanceof Double || number instanceof Float) || Double.isFinite(number.doubleValue());
	}

	/** Read what {@link #write} wrote of a change. */
	static Change read(String entity, String id, ChangeOperation operation, ChangeSource source, String text) {
		Map<String, FieldChange> changes = new LinkedHashMap<>();
		StatementWrite statement = null;
		try (JsonParser parser = json.createParser(ObjectReadContext.empty(), text)) {
			parser.nextToken();
			while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
				String field = parser.currentName();
				parser.nextToken();
				if (field.equals(STATEMENT)) {
					statement = statement(object(parser));
				}
				else {
					changes.put(field, change(operation, value(parser)));
				}
			}
		}
		return new Change(entity, id, operation, source, changes, statement);
	}

	private static StatementWrite statement(Map<String, Object> parts) {
		Object rows = parts.get("rows");
		Object statement = parts.get("statement");
		Object caller = parts.get("caller");
		return new StatementWrite(String.valueOf(parts.get("table")),
				(rows instanceof Number number) ? number.longValue() : null,
				(statement != null) ? statement.toString() : null, (caller != null) ? caller.toString() : null,
				Boolean.TRUE.equals(parts.get("atomic")));
	}

	private static FieldChange change(ChangeOperation operation, Object value) {
		if (value instanceof Map<?, ?> parts) {
			if (parts.containsKey(ADDED) || parts.containsKey(REMOVED) || parts.containsKey(CLEARED)) {
				return new CollectionChange(elements(parts.get(ADDED)), elements(parts.get(REMOVED)),
						parts.containsKey(CLEARED));
			}
			if (parts.containsKey(OLD) || parts.containsKey(NEW) || operation == ChangeOperation.UPDATE) {
				return new ValueChange(parts.get(OLD), parts.get(NEW));
			}
		}
		return isState(operation) ? new ValueChange(null, value) : new ValueChange(value, null);
	}

	@SuppressWarnings("unchecked")
	private static List<Object> elements(@Nullable Object elements) {
		return (elements != null) ? (List<Object>) elements : List.of();
	}

	private static Map<String, Object> object(JsonParser parser) {
		Map<String, Object> object = new LinkedHashMap<>();
		while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
			String name = parser.currentName();
			parser.nextToken();
			object.put(name, value(parser));
		}
		return object;
	}

	private static Object value(JsonParser parser) {
		return switch (parser.currentToken()) {
			case START_OBJECT -> {
				Map<String, Object> object = object(parser);
				Object key = object.get(KEY);
				Object element = object.get(VALUE);
				yield (key != null && element != null) ? new CollectionEntry(key, element) : object;
			}
			case START_ARRAY -> {
				List<Object> elements = new ArrayList<>();
				while (parser.nextToken() != JsonToken.END_ARRAY) {
					elements.add(value(parser));
				}
				yield elements;
			}
			case VALUE_TRUE, VALUE_FALSE -> parser.getBooleanValue();
			case VALUE_NUMBER_INT -> parser.getNumberValue();
			case VALUE_NUMBER_FLOAT -> parser.getDecimalValue();
			default -> parser.getString();
		};
	}

}
