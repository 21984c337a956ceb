package io.dbmonitor.hibernate.collection;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.dbmonitor.audit.AuditIgnore;
import io.dbmonitor.audit.Masked;
import jakarta.persistence.CascadeType;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.JoinTable;
import jakarta.persistence.MapKey;
import jakarta.persistence.MapKeyJoinColumn;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderColumn;
import org.hibernate.annotations.ListIndexBase;
import org.hibernate.annotations.OnDelete;
import org.hibernate.annotations.OnDeleteAction;
import org.hibernate.annotations.SQLRestriction;
import org.jspecify.annotations.Nullable;

/** The base of a hierarchy in one table, with collections of all kinds. */
@Entity
@Inheritance(strategy = InheritanceType.SINGLE_TABLE)
public class Chest {

	@Id
	@Nullable Integer id;

	@ElementCollection
	@CollectionTable(name = "chest_names", joinColumns = @JoinColumn(name = "chest"))
	@OnDelete(action = OnDeleteAction.CASCADE)
	Set<String> names = new HashSet<>();

	@ElementCollection
	@OrderColumn(name = "\"Place\"")
	@ListIndexBase(10)
	List<Drawer> drawers = new ArrayList<>();

	@Masked
	@ElementCollection
	Set<String> secrets = new HashSet<>();

	@AuditIgnore
	@ElementCollection
	Set<String> scribbles = new HashSet<>();

	@ElementCollection
	@Enumerated(EnumType.STRING)
	Set<Material> materials = new HashSet<>();

	@OneToMany(cascade = CascadeType.ALL)
	@JoinColumn(name = "chest_id")
	@OrderColumn
	List<Coin> coins = new ArrayList<>();

	@OneToMany
	@JoinColumn(name = "stamped_id")
	@SQLRestriction("stamp is not null")
	Set<Coin> stamped = new HashSet<>();

	@OneToMany
	@JoinColumn(name = "jewels_of")
	Set<Jewel> jewels = new HashSet<>();

	@ElementCollection
	@OrderColumn
	int[] marks = {};

	@OneToMany(cascade = CascadeType.ALL)
	@MapKeyJoinColumn(name = "owner_city", referencedColumnName = "city")
	@MapKeyJoinColumn(name = "owner_number", referencedColumnName = "number")
	@JoinTable(name = "chest_by_owner")
	Map<Coin, Coin> byOwner = new HashMap<>();

	@OneToMany
	@MapKey(name = "stamp")
	@JoinTable(name = "chest_by_stamp")
	Map<String, Coin> byStamp = new HashMap<>();

	/** An enumeration. */
	enum Material {

		OAK, IRON

	}

}
