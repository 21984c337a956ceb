package io.dbmonitor.hibernate.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import jakarta.persistence.CascadeType;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.JoinTable;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.MapKeyColumn;
import jakarta.persistence.OneToMany;
import org.jspecify.annotations.Nullable;

/** A sequence's id, and associations that the owner keeps. */
@Entity
public class Category {

	@Id
	@GeneratedValue(strategy = GenerationType.SEQUENCE)
	@Nullable Long id;

	@Nullable String name;

	@ManyToOne(fetch = FetchType.LAZY)
	@Nullable Category parent;

	@ManyToMany
	Set<Product> products = new HashSet<>();

	@ManyToMany
	@MapKeyColumn(name = "role")
	@JoinTable(name = "category_by_role")
	Map<String, Product> byRole = new HashMap<>();

	@OneToMany(cascade = CascadeType.ALL, orphanRemoval = true)
	@JoinColumn(name = "category_id")
	List<Rack> racks = new ArrayList<>();

}
