package io.dbmonitor.hibernate.model;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import org.hibernate.annotations.SoftDelete;
import org.jspecify.annotations.Nullable;

/**
 * Its deletion is an update. It has no collection of values: Hibernate 7.4 deletes its
 * rows with an update, too, and with JDBC batching fails where there are several.
 */
@Entity
@SoftDelete
public class Document {

	@Id
	@GeneratedValue
	@Nullable Long id;

	@Nullable String title;

}
