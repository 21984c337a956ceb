package io.dbmonitor.clinic;

import java.util.List;

import org.springframework.cache.annotation.Cacheable;
import org.springframework.data.jpa.repository.JpaRepository;

/** The owners. */
interface OwnerRepository extends JpaRepository<Owner, Long> {

	@Cacheable("owners")
	List<Owner> findByLastName(String lastName);

}
