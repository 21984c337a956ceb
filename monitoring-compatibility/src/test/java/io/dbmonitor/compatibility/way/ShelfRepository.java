package io.dbmonitor.compatibility.way;

import java.util.List;

import org.springframework.data.repository.ListCrudRepository;

/** Spring Data JDBC. */
interface ShelfRepository extends ListCrudRepository<Shelf, Long> {

	List<Shelf> findByTitle(String title);

}
