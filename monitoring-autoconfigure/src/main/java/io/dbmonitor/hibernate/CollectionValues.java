package io.dbmonitor.hibernate;

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
		return this.persister.getRole()
			.substring(this.persister.getOwnerEntityPersister().getEntityName().length() + 1);
	}

	/**
	 * Compare a collection that is about to be written.
	 * @param collection the collection, with all of its elements
	 * @return what comes and what goes
	 */
	CollectionChange updated(PersistentCollection<?> collection) {
		Object snapshot = collection.getStoredSnapshot();
		return (snapshot != null) ? difference(elements(snapshot), elements(collection))
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

	private static CollectionChange difference(List<Object> before, List<Object> after) {
		List<Object> removed = new ArrayList<>(before);
		List<Object> added = new ArrayList<>();
		for (Object element : after) {
			if (!removed.remove(element)) {
				added.add(element);
			}
		}
		return new CollectionChange(added, removed, false);
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

	/** A snapshot has the form that its kind of collection gives it. */
	private List<Object> elements(Object snapshot) {
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
		List<?> list = (snapshot instanceof List<?> known) ? known : List.of((Object[]) snapshot);
		for (int i = 0; i < list.size(); i++) {
			Object value = list.get(i);
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

	private Object element(@Nullable Object index, Object element) {
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
