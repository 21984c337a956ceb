package io.dbmonitor.connection;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.dbmonitor.fault.Faults;

/**
 * The leases of all data sources. Safe for use by several threads.
 */
public final class Leases {

	private final Faults faults;

	private final Map<String, LeaseRegistry> registries = new ConcurrentHashMap<>();

	public Leases(Faults faults) {
		this.faults = faults;
	}

	/**
	 * Return the leases of a data source.
	 * @param dataSource its name
	 * @return the registry, made on the first call
	 */
	public LeaseRegistry of(String dataSource) {
		return this.registries.computeIfAbsent(dataSource,
				(name) -> new LeaseRegistry(name, System::nanoTime, this.faults));
	}

	/**
	 * Return all leases of now.
	 * @return the longest held first
	 */
	public List<LeaseSnapshot> snapshot() {
		return this.registries.values()
			.stream()
			.flatMap((registry) -> registry.snapshot().stream())
			.sorted(Comparator.comparingDouble(LeaseSnapshot::heldSeconds).reversed())
			.toList();
	}

}
