package io.dbmonitor.hibernate;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import io.dbmonitor.audit.Change;
import io.dbmonitor.audit.ChangeOperation;
import io.dbmonitor.audit.ChangeSource;
import io.dbmonitor.audit.CollectionChange;
import io.dbmonitor.audit.RowReader;
import io.dbmonitor.audit.StatementWrite;
import org.hibernate.StatelessSession;
import org.hibernate.annotations.SoftDeleteType;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.metamodel.mapping.EntityIdentifierMapping;
import org.hibernate.metamodel.mapping.ForeignKeyDescriptor;
import org.hibernate.metamodel.mapping.ModelPart;
import org.hibernate.metamodel.mapping.PluralAttributeMapping;
import org.hibernate.metamodel.mapping.SelectableMapping;
import org.hibernate.metamodel.mapping.SoftDeleteMapping;
import org.hibernate.metamodel.mapping.internal.ManyToManyCollectionPart;
import org.hibernate.metamodel.mapping.internal.OneToManyCollectionPart;
import org.hibernate.persister.collection.AbstractCollectionPersister;
import org.hibernate.persister.entity.AbstractEntityPersister;
import org.hibernate.persister.entity.UnionSubclassEntityPersister;
import org.hibernate.persister.entity.mutation.EntityTableMapping;
import org.jspecify.annotations.Nullable;

/**
 * Reads rows as elements of a collection: those of its own table, or with a join column
 * those of the elements.
 */
final class CollectionRowReader implements RowReader {

	private final AbstractCollectionPersister collection;

	private final AbstractEntityPersister owner;

	private final HierarchyScope scope;

	private final Map<String, KeyedTable> subtypes;

	private final PluralAttributeMapping attribute;

	private final FieldPolicies policies;

	private final ColumnValues columns;

	private final List<SelectableMapping> key;

	private final List<? extends SelectableMapping> element;

	private final List<SelectableMapping> index;

	private final @Nullable Deletion deletion;

	private CollectionRowReader(AbstractCollectionPersister collection, AbstractEntityPersister owner, String table,
			List<? extends SelectableMapping> element, FieldPolicies policies, HierarchyScope scope) {
		this.collection = collection;
		this.owner = owner;
		this.scope = scope;
		this.subtypes = HierarchyTables.of(owner, table);
		this.attribute = collection.getAttributeMapping();
		this.policies = policies;
		this.columns = new ColumnValues(collection.getFactory());
		this.key = columns(this.attribute.getKeyDescriptor().getKeyPart());
		this.element = element;
		this.index = collection.hasIndex() ? columns(this.attribute.getIndexDescriptor()) : List.of();
		SoftDeleteMapping mark = this.attribute.getSoftDeleteMapping();
		this.deletion = (mark != null) ? new Deletion(mark, mark.getSoftDeleteStrategy() == SoftDeleteType.TIMESTAMP)
				: null;
	}

	/**
	 * Make readers of all tables that have elements of a collection: of a one-to-many
	 * association to a hierarchy with a table for each class there are several.
	 * @param collection the collection
	 * @param owner whose it is
	 * @param policies what is kept of fields
	 * @param scope which owners are audited
	 * @return by table its reader, {@code null} where its rows do not tell all of an
	 * element
	 */
	static Map<String, @Nullable CollectionRowReader> of(AbstractCollectionPersister collection,
			AbstractEntityPersister owner, FieldPolicies policies, HierarchyScope scope) {
		Map<String, @Nullable CollectionRowReader> readers = new LinkedHashMap<>();
		boolean readable = isReadable(collection);
		elements(collection).forEach((table, element) -> readers.put(table, (readable && !element.isEmpty())
				? new CollectionRowReader(collection, owner, table, element, policies, scope) : null));
		return readers;
	}

	/** Where only some rows are its elements, the rows do not tell which. */
	private static boolean isReadable(AbstractCollectionPersister collection) {
		PluralAttributeMapping attribute = collection.getAttributeMapping();
		ForeignKeyDescriptor key = attribute.getKeyDescriptor();
		boolean readable = !collection.hasWhereRestrictions() && key.getTargetPart() instanceof EntityIdentifierMapping
				&& isIn(collection.getTableName(), columns(key.getKeyPart()));
		return readable && (!collection.hasIndex() || (isReadable(attribute.getIndexDescriptor())
				&& isIn(collection.getTableName(), columns(attribute.getIndexDescriptor()))));
	}

	/** By table the columns that tell an element, none where not all of it is there. */
	private static Map<String, List<? extends SelectableMapping>> elements(AbstractCollectionPersister collection) {
		ModelPart part = collection.getAttributeMapping().getElementDescriptor();
		Map<String, List<? extends SelectableMapping>> elements = new LinkedHashMap<>();
		if (!(part instanceof OneToManyCollectionPart)) {
			List<SelectableMapping> columns = columns(part);
			elements.put(collection.getTableName(),
					(isReadable(part) && isIn(collection.getTableName(), columns)) ? columns : List.of());
		}
		else if (collection.getElementPersister() instanceof UnionSubclassEntityPersister persister) {
			Stream
				.concat(Stream.of(persister),
						persister.getSubMappingTypes()
							.stream()
							.map((type) -> (AbstractEntityPersister) type.getEntityPersister()))
				.filter((type) -> !type.isAbstract())
				.map(AbstractEntityPersister::getIdentifierTableMapping)
				.forEach((table) -> elements.put(table.getTableName(), table.getKeyMapping().getKeyColumns()));
		}
		else if (collection.getElementPersister() instanceof AbstractEntityPersister persister) {
			elements.put(collection.getTableName(), key(persister, collection.getTableName()));
		}
		return elements;
	}

	private static List<? extends SelectableMapping> key(AbstractEntityPersister persister, String table) {
		for (EntityTableMapping mapping : persister.getTableMappings()) {
			if (mapping.getTableName().equals(table)) {
				return mapping.getKeyMapping().getKeyColumns();
			}
		}
		return List.of();
	}

	/** What leads to something else than an id does not tell the id. */
	private static boolean isReadable(ModelPart part) {
		return (part instanceof ManyToManyCollectionPart association)
				? association.getForeignKeyDescriptor().getTargetPart() instanceof EntityIdentifierMapping
				: ColumnValues.isReadable(part);
	}

	private static List<SelectableMapping> columns(ModelPart part) {
		List<SelectableMapping> columns = new ArrayList<>();
		part.forEachSelectable((place, column) -> columns.add(column));
		return columns;
	}

	private static boolean isIn(String table, List<SelectableMapping> columns) {
		return columns.stream()
			.allMatch((column) -> !column.isFormula() && column.getContainingTableExpression().equals(table));
	}

	@Override
	public Row read(ResultSet row) throws SQLException {
		Object id = this.columns.id(this.owner, this.key, row);
		Object value = value(row);
		Object index = this.index.isEmpty() ? null : index(row);
		if (id == null || value == null || (index == null && !this.index.isEmpty()) || (this.deletion != null
				&& this.deletion.isDeleted(this.columns.value(this.deletion.column(), row)))) {
			return Element.NONE;
		}
		// Takes no connection
		try (StatelessSession session = this.owner.getFactory().openStatelessSession()) {
			ValueRenderer renderer = new ValueRenderer((SharedSessionContractImplementor) session, this.policies);
			return new Element(renderer.id(this.owner, id),
					new CollectionValues(this.collection, renderer).element(index, value));
		}
	}

	private @Nullable Object value(ResultSet row) throws SQLException {
		ModelPart part = this.attribute.getElementDescriptor();
		return (part instanceof OneToManyCollectionPart)
				? this.columns.id(this.collection.getElementPersister(), this.element, row)
				: this.columns.value(part, this.element, row);
	}

	private @Nullable Object index(ResultSet row) throws SQLException {
		Object index = this.columns.value(this.attribute.getIndexDescriptor(), this.index, row);
		int base = this.attribute.getIndexMetadata().getListIndexBase();
		return (index instanceof Integer position && base > 0) ? position - base : index;
	}

	@Override
	public List<Change> changes(@Nullable Row before, @Nullable Row after) {
		Element old = (before instanceof Element known) ? known : Element.NONE;
		Element now = (after instanceof Element known) ? known : Element.NONE;
		if (old.equals(now) || (this.subtypes.isEmpty() && !isAudited(entity()))) {
			return List.of();
		}
		if (old.owner.equals(now.owner)) {
			return List.of(change(old.owner, now.values, old.values));
		}
		List<Change> changes = new ArrayList<>();
		if (!old.values.isEmpty()) {
			changes.add(change(old.owner, List.of(), old.values));
		}
		if (!now.values.isEmpty()) {
			changes.add(change(now.owner, now.values, List.of()));
		}
		return changes;
	}

	private Change change(String id, List<Object> added, List<Object> removed) {
		return new Change(entity(), id, ChangeOperation.UPDATE, ChangeSource.TRIGGER,
				Map.of(CollectionValues.field(this.collection), new CollectionChange(added, removed, false)));
	}

	@Override
	public Change truncation(StatementWrite statement) {
		return new Change(entity(), StatementWrite.ANY, ChangeOperation.UPDATE, ChangeSource.TRIGGER,
				Map.of(CollectionValues.field(this.collection), new CollectionChange(List.of(), List.of(), true)),
				statement);
	}

	@Override
	public Map<String, KeyedTable> subtypes() {
		return this.subtypes;
	}

	@Override
	public boolean isAudited(String entity) {
		return this.scope.contains(entity);
	}

	@Override
	public String entity() {
		return this.owner.getJpaEntityName();
	}

	@Override
	public Set<String> plainColumns() {
		Set<String> names = new HashSet<>();
		this.key.forEach((column) -> names.add(ColumnValues.name(column)));
		if (!this.policies.isMasked(CollectionValues.field(this.collection), this.attribute)) {
			this.element.forEach((column) -> names.add(ColumnValues.name(column)));
			this.index.forEach((column) -> names.add(ColumnValues.name(column)));
		}
		return names;
	}

	@Override
	public Set<String> fields() {
		return Set.of(CollectionValues.field(this.collection));
	}

	@Override
	public boolean isIdentifying() {
		return false;
	}

	@Override
	public boolean isCollection() {
		return true;
	}

	/**
	 * An element.
	 *
	 * @param owner the id of whose it is
	 * @param values the element as it is rendered
	 */
	private record Element(String owner, List<Object> values) implements Row {

		/** A row that is none, such as that of an entity which is in no collection. */
		private static final Element NONE = new Element("", List.of());

		private Element(String owner, Object value) {
			this(owner, List.of(value));
		}

	}

}
