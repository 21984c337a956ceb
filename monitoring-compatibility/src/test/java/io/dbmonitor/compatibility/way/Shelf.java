package io.dbmonitor.compatibility.way;

import org.jspecify.annotations.Nullable;

import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Table;

/**
 * A row of Spring Data JDBC.
 *
 * @param id made by the database
 * @param title whatever
 */
@Table("by_spring_data_jdbc")
record Shelf(@Id @Nullable Long id, String title) {

}
