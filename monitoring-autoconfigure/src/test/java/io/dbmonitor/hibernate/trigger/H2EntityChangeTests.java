package io.dbmonitor.hibernate.trigger;

import org.junit.jupiter.api.Nested;

/** On H2. */
class H2EntityChangeTests {

	@Nested
	class BeforeChange extends AbstractBeforeChangeTests {

		BeforeChange() {
			super("spring.datasource.url=jdbc:h2:mem:triggers-BeforeChange");
		}

	}

	@Nested
	class Veto extends AbstractVetoTests {

		Veto() {
			super("spring.datasource.url=jdbc:h2:mem:triggers-Veto");
		}

	}

	@Nested
	class AfterChange extends AbstractAfterChangeTests {

		AfterChange() {
			super("spring.datasource.url=jdbc:h2:mem:triggers-AfterChange");
		}

	}

	@Nested
	class HeardChange extends AbstractHeardChangeTests {

		HeardChange() {
			super("spring.datasource.url=jdbc:h2:mem:triggers-HeardChange");
		}

	}

	@Nested
	class StatelessChange extends AbstractStatelessChangeTests {

		StatelessChange() {
			super("spring.datasource.url=jdbc:h2:mem:triggers-StatelessChange");
		}

	}

}
