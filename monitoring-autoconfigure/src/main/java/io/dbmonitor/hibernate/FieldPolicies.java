package io.dbmonitor.hibernate;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.dbmonitor.audit.AuditIgnore;
import io.dbmonitor.audit.Masked;
import io.dbmonitor.audit.Masking;
import io.dbmonitor.audit.ValueChange;
import org.hibernate.metamodel.mapping.AttributeMapping;
import org.hibernate.metamodel.mapping.ModelPart;
import org.hibernate.persister.entity.EntityPersister;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ReflectionUtils;

/**
 * Which mapped fields are left out of the audit, and of which only that they changed is
 * kept. Safe for use by several threads.
 */
final class FieldPolicies {

	private final Masking masking;

	private final int maxLength;

	/** As many as there are mapped fields. */
	private final Map<AttributeMapping, Policy> known = new ConcurrentHashMap<>();

	private final Map<EntityPersister, EntityFields> entities = new ConcurrentHashMap<>();

	FieldPolicies(Masking masking, int maxLength) {
		this.masking = masking;
		this.maxLength = maxLength;
	}

	EntityFields of(EntityPersister persister) {
		EntityFields fields = this.entities.get(persister);
		return (fields != null) ? fields
				: this.entities.computeIfAbsent(persister, (added) -> new EntityFields(added, this));
	}

	boolean isIgnored(AttributeMapping attribute) {
		return of(attribute) == Policy.IGNORED;
	}

	/**
	 * Whether the values of a field are not kept.
	 * @param path the field's name; in an embeddable the whole path
	 * @param part the field, or what it consists of
	 */
	boolean isMasked(String path, ModelPart part) {
		return this.masking.isMasked(path) || (part instanceof AttributeMapping attribute && isMasked(attribute));
	}

	/** Whether the field itself is marked. */
	boolean isMasked(AttributeMapping attribute) {
		return of(attribute) == Policy.MASKED;
	}

	/** A text as far as it is kept; what is cut off is said. */
	String cut(String text) {
		return ValueChange.cut(text, this.maxLength);
	}

	/** What is kept instead of a value. */
	String mask(Object value) {
		return this.masking.mask(value);
	}

	private Policy of(AttributeMapping attribute) {
		Policy policy = this.known.get(attribute);
		return (policy != null) ? policy : this.known.computeIfAbsent(attribute, FieldPolicies::find);
	}

	private static Policy find(AttributeMapping attribute) {
		Member member = attribute.getPropertyAccess().getGetter().getMember();
		if (member == null) {
			return Policy.KEPT;
		}
		// Annotations can stand at the field though the getter is mapped
		Field field = ReflectionUtils.findField(member.getDeclaringClass(), attribute.getAttributeName());
		if (isAnnotated(member, AuditIgnore.class) || isAnnotated(field, AuditIgnore.class)) {
			return Policy.IGNORED;
		}
		return (isAnnotated(member, Masked.class) || isAnnotated(field, Masked.class)) ? Policy.MASKED : Policy.KEPT;
	}

	private static boolean isAnnotated(@Nullable Member member, Class<? extends Annotation> annotation) {
		return member instanceof AnnotatedElement element && element.isAnnotationPresent(annotation);
	}

	private enum Policy {

		KEPT, MASKED, IGNORED

	}

}
