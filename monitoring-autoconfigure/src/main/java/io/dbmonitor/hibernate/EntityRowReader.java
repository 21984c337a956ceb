package io.dbmonitor.hibernate;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.dbmonitor.audit.AuditScope;
import io.dbmonitor.audit.Change;
import io.dbmonitor.audit.ChangeOperation;
import io.dbmonitor.audit.ChangeSource;
import io.dbmonitor.audit.FieldChange;
import io.dbmonitor.audit.RowReader;
import io.dbmonitor.audit.StatementWrite;
import org.hibernate.StatelessSession;
import org.hibernate.bytecode.enhance.spi.LazyPropertyInitializer;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.metamodel.mapping.AttributeMapping;
import org.hibernate.metamodel.mapping.EntityDiscriminatorMapping;
import org.hibernate.metamodel.mapping.EntityMappingType;
import org.hibernate.metamodel.mapping.SelectableMapping;
import org.hibernate.persister.entity.AbstractEntityPersister;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.persister.entity.UnionSubclassEntityPersister;
import org.hibernate.persister.entity.mutation.EntityTableMapping;
import org.jspecify.annotations.Nullable;

/**
 * Reads rows of one table of entities into Hibernate's state arrays, by the types that
 * Hibernate itself reads columns with. What stands in other tables is absent, as a field
 * is that was not fetched.
 */
final class EntityRowReader implements RowReader {

	private final AbstractEntityPersister declared;

	private final EntityTableMapping table;

	private final ColumnValues columns;

	private final FieldPolicies policies;

	private final HierarchyScope scope;

	private final @Nullable Deletion deletion;

	private final Map<String, KeyedTable> subtypes;

	private final Map<EntityPersister, List<Field>> fields = new ConcurrentHashMap<>();

	private final Set<String> names = new LinkedHashSet<>();

	private final Set<String> plainColumns = new HashSet<>();

	/**
	 * Make a reader.
	 * @param declared the entity that a row is at least
	 * @param table the table
	 * @param policies what is kept of fields
	 * @param scope which entities are audited
	 */
	EntityRowReader(AbstractEntityPersister declared, EntityTableMapping table, FieldPolicies policies,
			AuditScope scope) {
		this.declared = declared;
		this.table = table;
		this.columns = new ColumnValues(declared.getFactory());
		this.policies = policies;
		this.scope = new HierarchyScope(declared, scope);
		this.subtypes = HierarchyTables.of(declared, table.getTableName());
		this.deletion = Deletion.of(declared, table.getTableName());
		this.table.getKeyMapping()
			.getKeyColumns()
			.forEach((column) -> this.plainColumns.add(ColumnValues.name(column)));
		addNames(declared);
		declared.getSubMappingTypes().forEach((type) -> addNames(type.getEntityPersister()));
	}

	private void addNames(EntityPersister persister) {
		for (Field field : fields(persister)) {
			List<String> fields = EntityFields.names(field.attribute);
			this.names.addAll(fields);
			if (!this.policies.isIgnored(field.attribute) && fields.size() == 1
					&& !this.policies.isMasked(fields.get(0), field.attribute)) {
				field.columns.forEach((column) -> this.plainColumns.add(ColumnValues.name(column)));
			}
		}
	}

	private List<Field> fields(EntityPersister persister) {
		return this.fields.computeIfAbsent(persister, (added) -> {
			List<Field> found = new ArrayList<>();
			added.forEachAttributeMapping((attribute) -> {
				List<SelectableMapping> columns = columns(attribute, added);
				if (!columns.isEmpty() && ColumnValues.isReadable(attribute)) {
					found.add(new Field(attribute, columns));
				}
			});
			return found;
		});
	}

	/**
	 * The columns of an attribute, none where they stand in another table or nowhere.
	 * With a table for each class, what is inherited tells of the table of the
	 * superclass.
	 */
	private List<SelectableMapping> columns(AttributeMapping attribute, EntityPersister persister) {
		List<SelectableMapping> columns = new ArrayList<>();
		attribute.forEachSelectable((index, column) -> columns.add(column));
		boolean own = columns.stream()
			.allMatch((column) -> !column.isFormula() && (persister instanceof UnionSubclassEntityPersister
					|| column.getContainingTableExpression().equals(this.table.getTableName())));
		return own ? columns : List.of();
	}

	@Override
	public Row read(ResultSet row) throws SQLException {
		EntityPersister persister = persister(row);
		@Nullable Object[] state = new Object[persister.getPropertySpan()];
		Arrays.fill(state, LazyPropertyInitializer.UNFETCHED_PROPERTY);
		for (Field field : fields(persister)) {
			state[field.attribute.getStateArrayPosition()] = this.columns.value(field.attribute, field.columns, row);
		}
		return new EntityRow(persister, id(persister, row),
				this.deletion != null && this.deletion.isDeleted(this.columns.value(this.deletion.column(), row)),
				state);
	}

	/** The table's own columns tell which class it is, or nothing does. */
	private EntityPersister persister(ResultSet row) throws SQLException {
		EntityDiscriminatorMapping discriminator = this.declared.getDiscriminatorMapping();
		if (discriminator == null || !discriminator.hasPhysicalColumn() || discriminator.isFormula()
				|| !discriminator.getContainingTableExpression().equals(this.table.getTableName())) {
			return this.declared;
		}
		Object value = this.columns.value(discriminator, row);
		EntityMappingType type = discriminator.resolveDiscriminatorValue(value).getIndicatedEntity();
		return type.getEntityPersister();
	}

	private String id(EntityPersister persister, ResultSet row) throws SQLException {
		Object id = this.columns.id(persister, this.table.getKeyMapping().getKeyColumns(), row);
		if (id == null) {
			return "";
		}
		// Takes no connection
		try (StatelessSession session = persister.getFactory().openStatelessSession()) {
			return new ValueRenderer((SharedSessionContractImplementor) session, this.policies).id(persister, id);
		}
	}

	@Override
	public List<Change> changes(@Nullable Row before, @Nullable Row after) {
		EntityRow old = existing(before);
		EntityRow now = existing(after);
		EntityRow known = (now != null) ? now : old;
		if (known == null || (this.subtypes.isEmpty() && !isAudited(known.persister.getJpaEntityName()))) {
			return List.of();
		}
		ChangeOperation operation = operation(old, now);
		Map<String, FieldChange> changes = changes(old, now, known.persister);
		return (operation == ChangeOperation.UPDATE && changes.isEmpty()) ? List.of() : List
			.of(new Change(known.persister.getJpaEntityName(), known.id, operation, ChangeSource.TRIGGER, changes));
	}

	@Override
	public Change truncation(StatementWrite statement) {
		return new Change(entity(), StatementWrite.ANY, ChangeOperation.DELETE, ChangeSource.TRIGGER, Map.of(),
				statement);
	}

	/** A row that is marked as deleted is none. */
	private static @Nullable EntityRow existing(@Nullable Row row) {
		return (row instanceof EntityRow entity && !entity.deleted) ? entity : null;
	}

	private ChangeOperation operation(@Nullable EntityRow old, @Nullable EntityRow now) {
		if (!isIdentifying() || (old != null && now != null)) {
			return ChangeOperation.UPDATE;
		}
		return (old == null) ? ChangeOperation.CREATE : ChangeOperation.DELETE;
	}

	private Map<String, FieldChange> changes(@Nullable EntityRow old, @Nullable EntityRow now,
			EntityPersister persister) {
		try (StatelessSession session = persister.getFactory().openStatelessSession()) {
			ValueRenderer renderer = new ValueRenderer((SharedSessionContractImplementor) session, this.policies);
			return new LinkedHashMap<>(this.policies.of(persister)
				.between((old != null) ? old.state : null, (now != null) ? now.state : null, renderer));
		}
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
		return this.declared.getJpaEntityName();
	}

	@Override
	public Set<String> plainColumns() {
		return this.plainColumns;
	}

	@Override
	public Set<String> fields() {
		return this.names;
	}

	@Override
	public boolean isIdentifying() {
		return this.table.isIdentifierTable();
	}

	@Override
	public boolean isCollection() {
		return false;
	}

	/**
	 * A field.
	 *
	 * @param attribute its mapping
	 * @param columns its columns
	 */
	private record Field(AttributeMapping attribute, List<SelectableMapping> columns) {
	}

	/** A row. */
	private static final class EntityRow implements Row {

		private final EntityPersister persister;

		private final String id;

		/** Whether it is marked as deleted. */
		private final boolean deleted;

		/** What it has of the entity's state. */
		private final @Nullable Object[] state;

		private EntityRow(EntityPersister persister, String id, boolean deleted, @Nullable Object[] state) {
			this.persister = persister;
			this.id = id;
			this.deleted = deleted;
			this.state = state;
		}

	}

}
