package io.dbmonitor.hibernate;

import java.util.HashSet;
import java.util.Set;

import io.dbmonitor.audit.AuditScope;
import org.hibernate.metamodel.mapping.EntityMappingType;
import org.hibernate.persister.entity.EntityPersister;

/**
 * Which entities of a hierarchy are audited.
 */
final class HierarchyScope {

	private final Set<String> audited = new HashSet<>();

	/**
	 * Find them.
	 * @param declared an entity, which others may extend
	 * @param scope which entities are audited
	 */
	HierarchyScope(EntityPersister declared, AuditScope scope) {
		add(declared, scope);
		declared.getSubMappingTypes().forEach((type) -> add(type, scope));
	}

	private void add(EntityMappingType type, AuditScope scope) {
		EntityPersister persister = type.getEntityPersister();
		if (scope.contains(persister.getJpaEntityName(), persister.getMappedClass().getName())) {
			this.audited.add(persister.getJpaEntityName());
		}
	}

	boolean contains(String entity) {
		return this.audited.contains(entity);
	}

	boolean isEmpty() {
		return this.audited.isEmpty();
	}

}
