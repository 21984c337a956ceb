package io.dbmonitor.hibernate;

import java.util.List;
import java.util.Map;

import io.dbmonitor.audit.CollectionChange;
import io.dbmonitor.audit.FieldChange;
import org.hibernate.StatelessSession;
import org.hibernate.bytecode.enhance.spi.LazyPropertyInitializer;
import org.hibernate.collection.spi.PersistentCollection;
import org.hibernate.metamodel.mapping.AttributeMapping;
import org.hibernate.metamodel.mapping.EmbeddableMappingType;
import org.hibernate.metamodel.mapping.EmbeddableValuedModelPart;
import org.hibernate.persister.collection.CollectionPersister;
import org.jspecify.annotations.Nullable;

/**
 * The elements that the collections of an entity have, those in its embeddables too.
 */
final class PresentCollections {

	private final StatelessSession session;

	private final ValueRenderer renderer;

	private final Map<String, FieldChange> fields;

	/**
	 * Begin to collect.
	 * @param session fetches what was not fetched
	 * @param renderer renders elements
	 * @param fields where to add the collections, by the names of their fields
	 */
	PresentCollections(StatelessSession session, ValueRenderer renderer, Map<String, FieldChange> fields) {
		this.session = session;
		this.renderer = renderer;
		this.fields = fields;
	}

	/**
	 * Add an attribute, as far as it is or has collections.
	 * @param attribute the attribute
	 * @param value its value
	 */
	void add(AttributeMapping attribute, @Nullable Object value) {
		if (value == null || value == LazyPropertyInitializer.UNFETCHED_PROPERTY) {
			return;
		}
		if (attribute.isPluralAttributeMapping()) {
			addCollection(attribute.asPluralAttributeMapping().getCollectionDescriptor(), value);
		}
		else if (attribute instanceof EmbeddableValuedModelPart embeddable) {
			EmbeddableMappingType type = embeddable.getEmbeddableTypeDescriptor();
			ValueRenderer.attributes(type).forEach((part) -> add(part, ValueRenderer.value(type, part, value)));
		}
	}

	private void addCollection(CollectionPersister descriptor, Object value) {
		CollectionValues values = new CollectionValues(descriptor, this.renderer);
		if (descriptor.isInverse() || values.isIgnored()) {
			return;
		}
		List<Object> elements = elements(values, value);
		if (!elements.isEmpty()) {
			this.fields.put(values.field(), new CollectionChange(elements, List.of(), false));
		}
	}

	/** An array has no collection around it. */
	private List<Object> elements(CollectionValues values, Object value) {
		if (value instanceof PersistentCollection<?> collection) {
			this.session.fetch(collection);
			return values.elements(collection);
		}
		return values.elements(value);
	}

}
