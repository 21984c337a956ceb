package io.dbmonitor.hibernate.trigger;

/** Something that entities have in common. */
interface Weighed {

	int weight();

}
