package io.dbmonitor.hibernate.reading;

/** On H2. */
class H2ReadTests extends AbstractReadTests {

	H2ReadTests() {
		super("spring.datasource.url=jdbc:h2:mem:reads");
	}

}
