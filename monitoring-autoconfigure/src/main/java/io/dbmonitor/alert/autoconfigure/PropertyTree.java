package io.dbmonitor.alert.autoconfigure;

import java.lang.reflect.Parameter;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.dbmonitor.alert.NearNames;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.bind.Name;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;

/**
 * The properties that a record is bound to, with those of the records in it.
 */
final class PropertyTree {

	private final ConfigurationPropertyName prefix;

	private final ResolvableType type;

	PropertyTree(String prefix, Class<? extends Record> type) {
		this.prefix = ConfigurationPropertyName.of(prefix);
		this.type = ResolvableType.forClass(type);
	}

	boolean covers(ConfigurationPropertyName property) {
		return this.prefix.isAncestorOf(property);
	}

	/**
	 * Say what could have been meant.
	 * @param property a property that does not exist
	 * @return what to write in its place, as sentences
	 */
	String advice(ConfigurationPropertyName property) {
		ConfigurationPropertyName known = this.prefix;
		ResolvableType type = this.type;
		while (known.getNumberOfElements() < property.getNumberOfElements()) {
			ResolvableType below = below(type, property, known.getNumberOfElements());
			if (below == null) {
				return advice(property, known, names(type));
			}
			type = below;
			known = property.chop(known.getNumberOfElements() + 1);
		}
		return advice(property, known, names(type));
	}

	private static String advice(ConfigurationPropertyName property, ConfigurationPropertyName known,
			List<String> names) {
		if (names.isEmpty()) {
			return "'" + known + "' takes a value, and there is nothing below it.";
		}
		int wrong = known.getNumberOfElements();
		String near = (wrong == property.getNumberOfElements()) ? ""
				: NearNames.of(property.getElement(wrong, Form.DASHED), names, 1)
					.stream()
					.map((name) -> "Did you mean '" + known.append(name).append(property.subName(wrong + 1)) + "'? ")
					.findFirst()
					.orElse("");
		return near + "Below '" + known + "' there are " + String.join(", ", names) + ".";
	}

	private static @Nullable ResolvableType below(ResolvableType type, ConfigurationPropertyName property, int index) {
		Class<?> target = type.resolve(Object.class);
		if (Map.class.isAssignableFrom(target)) {
			return type.asMap().getGeneric(1);
		}
		if (Collection.class.isAssignableFrom(target)) {
			return property.isNumericIndex(index) ? type.asCollection().getGeneric(0) : null;
		}
		String element = property.getElement(index, Form.UNIFORM);
		return parameters(target).filter((parameter) -> name(parameter).replace("-", "").equals(element))
			.map(PropertyTree::type)
			.findFirst()
			.orElse(null);
	}

	private static List<String> names(ResolvableType type) {
		Class<?> target = type.resolve(Object.class);
		return Collection.class.isAssignableFrom(target) ? List.of("[0]")
				: parameters(target).map(PropertyTree::name).sorted().toList();
	}

	/** A record is bound by its constructor. */
	private static Stream<Parameter> parameters(Class<?> type) {
		return type.isRecord() ? Stream.of(type.getDeclaredConstructors()[0].getParameters()) : Stream.of();
	}

	private static ResolvableType type(Parameter parameter) {
		return ResolvableType.forMethodParameter(MethodParameter.forParameter(parameter));
	}

	private static String name(Parameter parameter) {
		Name name = parameter.getAnnotation(Name.class);
		return DataObjectPropertyName.toDashedForm((name != null) ? name.value() : parameter.getName());
	}

}
