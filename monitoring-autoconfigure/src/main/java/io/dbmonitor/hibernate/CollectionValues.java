package io.dbmonitor.hibernate;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.dbmonitor.audit.CollectionChange;
import io.dbmonitor.audit.CollectionEntry;
import org.hibernate.collection.spi.PersistentCollection;
import org.hibernate.metamodel.CollectionClassification;
import org.hibernate.metamodel.mapping.ModelPart;
import org.hibernate.metamodel.mapping.PluralAttributeMapping;
import org.hibernate.persister.collection.CollectionPersister;
import org.jspecify.annotations.Nullable;

/**
 * Compares a collection with what Hibernate knows that the database has of it.
 */
final class CollectionValues {

	private final CollectionPersister persister;

	private final ValueRenderer renderer;

	CollectionValues(CollectionPersister persister, ValueRenderer renderer) {
		this.persister = persister;
		this.renderer = renderer;
	}

	/**
	 * Return the name of the collection's field.
	 * @return in an embeddable the whole path
	 */
	String field() {
		return field(this.persister);
	}

	static String field(CollectionPersister persister) {
		return persister.getRole().substring(persister.getOwnerEntityPersister().getEntityName().length() + 1);
	}

	/**
	 * Compare a collection that is about to be written.
	 * @param collection the collection, with all of its elements
	 * @return what comes and what goes
	 */
	CollectionChange updated(PersistentCollection<?> collection) {
		Object snapshot = collection.getStoredSnapshot();
		return (snapshot != null) ? CollectionChange.between(elements(snapshot), elements(collection))
				: new CollectionChange(elements(collection), List.of(), true);
	}

	CollectionChange created(PersistentCollection<?> collection) {
		return new CollectionChange(elements(collection), List.of(), false);
	}

	/**
	 * Tell what goes with a collection.
	 * @param collection the collection, {@code null} where it was never touched
	 * @return what goes, as far as it is known
	 */
	CollectionChange removed(@Nullable PersistentCollection<?> collection) {
		Object snapshot = (collection != null && collection.wasInitialized()) ? collection.getStoredSnapshot() : null;
		return (snapshot != null) ? new CollectionChange(List.of(), elements(snapshot), false)
				: new CollectionChange(List.of(), List.of(), true);
	}

	/**
	 * Render the elements of a collection.
	 * @param collection the collection
	 * @return as many as there are rows
	 */
	List<Object> elements(PersistentCollection<?> collection) {
		List<Object> elements = new ArrayList<>();
		Iterator<?> entries = collection.entries(this.persister);
		for (int i = 0; entries.hasNext(); i++) {
			Object entry = entries.next();
			if (collection.entryExists(entry, i)) {
				Object index = this.persister.hasIndex() ? collection.getIndex(entry, i, this.persister) : null;
				elements.add(element(index, collection.getElement(entry)));
			}
		}
		return elements;
	}

	/**
	 * A snapshot has the form that its kind of collection gives it, of an array an array.
	 */
	List<Object> elements(Object snapshot) {
		List<Object> elements = new ArrayList<>();
		if (snapshot instanceof Map<?, ?> map) {
			boolean keyed = isMap();
			map.forEach((key, value) -> {
				if (value != null) {
					elements.add(element(keyed ? key : null, value));
				}
			});
			return elements;
		}
		int size = (snapshot instanceof List<?> list) ? list.size() : Array.getLength(snapshot);
		for (int i = 0; i < size; i++) {
			Object value = (snapshot instanceof List<?> list) ? list.get(i) : Array.get(snapshot, i);
			if (value != null) {
				elements.add(element(this.persister.hasIndex() ? i : null, value));
			}
		}
		return elements;
	}

	private boolean isMap() {
		CollectionClassification kind = this.persister.getCollectionSemantics().getCollectionClassification();
		return kind == CollectionClassification.MAP || kind == CollectionClassification.SORTED_MAP
				|| kind == CollectionClassification.ORDERED_MAP;
	}

	/**
	 * Render an element.
	 * @param index its key or position, {@code null} where it has none
	 * @param element the element; of an entity the id will do
	 */
	Object element(@Nullable Object index, Object element) {
		PluralAttributeMapping attribute = this.persister.getAttributeMapping();
		Object value = render(attribute.getElementDescriptor(), element);
		return (index != null) ? new CollectionEntry(render(attribute.getIndexDescriptor(), index), value) : value;
	}

	/** Whether the collection is left out of the audit. */
	boolean isIgnored() {
		return this.renderer.isIgnored(this.persister.getAttributeMapping());
	}

	private Object render(ModelPart part, Object value) {
		boolean masked = this.renderer.isMasked(this.persister.getAttributeMapping());
		return Objects.requireNonNull(this.renderer.render(field(), part, masked, value),
				() -> "An element of " + this.persister.getRole() + " has no id yet");
	}

}
