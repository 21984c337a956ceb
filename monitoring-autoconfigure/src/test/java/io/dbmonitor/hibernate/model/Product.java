package io.dbmonitor.hibernate.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.OrderColumn;
import jakarta.persistence.Version;
import org.jspecify.annotations.Nullable;

/** An id of the database's, a version, embeddables and collections of values. */
@Entity
public class Product {

	@Id
	@GeneratedValue(strategy = GenerationType.IDENTITY)
	@Nullable Long id;

	@Version
	int version;

	@Nullable String name;

	@Enumerated(EnumType.STRING)
	@Nullable Kind kind;

	@Nullable Instant since;

	@Column(updatable = false)
	@Nullable String origin;

	byte @Nullable [] picture;

	@Embedded
	@Nullable Price price = new Price();

	@ElementCollection
	Set<String> tags = new HashSet<>();

	@ElementCollection
	List<String> remarks = new ArrayList<>();

	@ElementCollection
	@OrderColumn
	List<Note> notes = new ArrayList<>();

	@ElementCollection
	Map<String, Integer> sizes = new HashMap<>();

	/** An enumeration. */
	public enum Kind {

		GOOD, SERVICE

	}

}
