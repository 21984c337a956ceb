package io.dbmonitor.clinic;

import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** The web pages. */
@RestController
class OwnerController {

	private final OwnerRepository owners;

	OwnerController(OwnerRepository owners) {
		this.owners = owners;
	}

	@GetMapping("/owners/new/{name}")
	@Transactional
	String create(@PathVariable String name) {
		Owner owner = new Owner();
		owner.lastName = name;
		Owner.Pet pet = new Owner.Pet();
		pet.name = "Pet of " + name;
		owner.pets.add(pet);
		return String.valueOf(this.owners.save(owner).id);
	}

	/** Reads the pets outside of any transaction, as a view does. */
	@GetMapping("/owners/{id}/pets")
	String pets(@PathVariable Long id) {
		return this.owners.findById(id).orElseThrow().pets.get(0).name;
	}

	@GetMapping("/owners/named/{name}")
	int named(@PathVariable String name) {
		return this.owners.findByLastName(name).size();
	}

	@GetMapping("/owners/broken/{id}")
	@Transactional
	String broken(@PathVariable Long id) {
		this.owners.findById(id).orElseThrow().lastName = "Broken";
		this.owners.flush();
		throw new IllegalStateException("refused");
	}

}
