package io.dbmonitor.hibernate.model;

import java.util.List;

/** What can be done to some of the model's entities. */
@FunctionalInterface
interface Steps {

	List<Runnable> steps();

}
