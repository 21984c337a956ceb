package io.dbmonitor.benchmarks.start;

import java.util.List;

import org.springframework.data.jpa.repository.JpaRepository;

/** A repository with a query of its own. */
interface Items extends JpaRepository<Item, Long> {

	List<Item> findByName(String name);

}
