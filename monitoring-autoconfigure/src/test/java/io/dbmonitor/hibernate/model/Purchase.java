package io.dbmonitor.hibernate.model;

import java.util.ArrayList;
import java.util.List;

import jakarta.persistence.CascadeType;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.OneToMany;
import org.jspecify.annotations.Nullable;

/** An id from a table, and lines that the other side keeps. */
@Entity
public class Purchase {

	@Id
	@GeneratedValue(strategy = GenerationType.TABLE)
	@Nullable Long id;

	@Nullable String buyer;

	@OneToMany(mappedBy = "purchase", cascade = CascadeType.ALL, orphanRemoval = true)
	List<PurchaseLine> lines = new ArrayList<>();

	void add(PurchaseLine line) {
		line.purchase = this;
		this.lines.add(line);
	}

}
