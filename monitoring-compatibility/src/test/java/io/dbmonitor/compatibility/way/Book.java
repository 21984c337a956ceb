package io.dbmonitor.compatibility.way;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** An entity of Spring Data JPA. */
@Entity
@Table(name = "by_spring_data_jpa")
class Book {

	@Id
	@GeneratedValue(strategy = GenerationType.IDENTITY)
	@Nullable Long id;

	String title = "";

	protected Book() {
	}

	Book(String title) {
		this.title = title;
	}

}
