package io.dbmonitor.benchmarks.audit;

import java.math.BigDecimal;
import java.time.Instant;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Version;
import org.hibernate.envers.Audited;

/** What an application keeps. */
@Entity
@Audited
public class Item {

	@Id
	@GeneratedValue(strategy = GenerationType.SEQUENCE)
	@SequenceGenerator(name = "item_seq", allocationSize = 50)
	Long id;

	@Version
	int version;

	String name;

	String description;

	String category;

	BigDecimal price;

	int stock;

	boolean active;

	Instant changed;

	protected Item() {
	}

	Item(int number) {
		this.name = "item " + number;
		this.description = "a thing that can be had, number " + number;
		this.category = "category " + number % 10;
		this.price = BigDecimal.valueOf(number, 2);
		this.stock = number;
		this.active = number % 2 == 0;
		this.changed = Instant.now();
	}

	void change(int number) {
		this.description = "a thing that was changed, number " + number;
		this.price = this.price.add(BigDecimal.ONE);
		this.stock++;
		this.changed = Instant.now();
	}

}
