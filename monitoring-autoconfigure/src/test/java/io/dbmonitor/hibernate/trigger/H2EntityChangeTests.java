package io.dbmonitor.hibernate.trigger;

/** On H2. */
class H2EntityChangeTests extends AbstractEntityChangeTests {

	H2EntityChangeTests() {
		super("spring.datasource.url=jdbc:h2:mem:triggers");
	}

}
