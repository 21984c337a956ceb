package io.dbmonitor.meter;

/**
 * A meter that the reference documentation lists; each feature has one enum of its own.
 */
public interface DocumentedMeter {

	/**
	 * Return what is documented about it.
	 * @return name, kind, unit, description and tags
	 */
	MeterInfo info();

}
