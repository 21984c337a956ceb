package io.dbmonitor.hibernate.trigger;

import java.util.HashSet;
import java.util.Set;

import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Version;
import org.jspecify.annotations.Nullable;

/** The base of a hierarchy, in tables that are joined. */
@Entity
@Inheritance(strategy = InheritanceType.JOINED)
class Parcel implements Weighed {

	@Id
	@GeneratedValue(strategy = GenerationType.SEQUENCE)
	@Nullable Long id;

	@Version
	int version;

	@Nullable String name;

	@Nullable String note;

	@Column(updatable = false)
	@Nullable String origin;

	int weight;

	@Embedded
	@Nullable Size size = new Size();

	@ElementCollection
	Set<String> labels = new HashSet<>();

	@ManyToOne(fetch = FetchType.LAZY)
	@Nullable Depot depot;

	protected Parcel() {
	}

	Parcel(String name) {
		this.name = name;
	}

	@Override
	public int weight() {
		return this.weight;
	}

}
