package io.dbmonitor.benchmarks.start;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** A service with transactions, so that there is a proxy of a class. */
@Service
@Transactional
class Stock {

	private final Items items;

	Stock(Items items) {
		this.items = items;
	}

	int count(String name) {
		return this.items.findByName(name).size();
	}

}
