package io.dbmonitor.compatibility.way;

import java.util.List;

import org.springframework.data.jpa.repository.JpaRepository;

/** Spring Data JPA. */
interface BookRepository extends JpaRepository<Book, Long> {

	List<Book> findByTitle(String title);

}
