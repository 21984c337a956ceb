package io.dbmonitor.connection.metrics;

import io.dbmonitor.meter.DocumentedMeter;
import io.dbmonitor.meter.MeterInfo;

/**
 * The meters of pools and leases.
 */
public enum ConnectionMeter implements DocumentedMeter {

	/** Connections by state. */
	CONNECTIONS(MeterInfo.gauge("dbmonitor.pool.connections", "Connections of the pool", "datasource", "state")),

	/** Waiting threads. */
	PENDING(MeterInfo.gauge("dbmonitor.pool.pending", "Threads that wait for a connection", "datasource")),

	/** Size. */
	MAX(MeterInfo.gauge("dbmonitor.pool.max", "How many connections the pool can have", "datasource")),

	/** Use. */
	SATURATION(
			MeterInfo.gauge("dbmonitor.pool.saturation", "Active connections over the maximum, 0 to 1", "datasource")),

	/** Longest lease. */
	LEASE_LONGEST(
			MeterInfo.seconds("dbmonitor.pool.lease.longest", "How long the longest lease of now lasts", "datasource")),

	/** Leaks. */
	LEAKS(MeterInfo.gauge("dbmonitor.pool.leaks", "Connections that were likely forgotten by who holds them",
			"datasource")),

	/** Leases. */
	LEASE(MeterInfo.timer("dbmonitor.pool.lease", "How long connections were held", "datasource")),

	/** Physical connections. */
	PHYSICAL(MeterInfo.counter("dbmonitor.pool.physical",
			"Connections to the server that were used for the first time, or found closed", "datasource", "event"));

	private final MeterInfo info;

	ConnectionMeter(MeterInfo info) {
		this.info = info;
	}

	@Override
	public MeterInfo info() {
		return this.info;
	}

}
