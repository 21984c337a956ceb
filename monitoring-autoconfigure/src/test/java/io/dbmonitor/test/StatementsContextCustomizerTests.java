package io.dbmonitor.test;

import java.util.List;
import java.util.concurrent.Callable;

import io.dbmonitor.testing.ClassPath;
import org.junit.jupiter.api.Test;

import org.springframework.context.support.GenericApplicationContext;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;
import org.springframework.test.context.support.AnnotationConfigContextLoader;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The bean is there for those who want it and in nobody's way.
 */
class StatementsContextCustomizerTests {

	private final StatementsContextCustomizerFactory factory = new StatementsContextCustomizerFactory();

	@Test
	void testsShareTheirContexts() {
		ContextCustomizer customizer = this.factory.createContextCustomizer(getClass(), List.of());
		assertThat(customizer).isNotNull()
			.isEqualTo(this.factory.createContextCustomizer(String.class, List.of()))
			.hasSameHashCodeAs(this.factory.createContextCustomizer(String.class, List.of()));
	}

	@Test
	void theBeanIsMadeWhenItIsWanted() {
		try (GenericApplicationContext context = new GenericApplicationContext()) {
			new StatementsContextCustomizer().customizeContext(context,
					new MergedContextConfiguration(getClass(), null, null, null, new AnnotationConfigContextLoader()));
			context.refresh();
			assertThat(context.getBeanFactory().containsSingleton("dbmonitorStatements")).isFalse();
			assertThat(context.getBean(Statements.class)).isNotNull();
		}
	}

	@Test
	void nothingIsThereWithoutAssertJ() throws Exception {
		assertThat(ClassPath.without("assertj-core").call(WithoutAssertJ.class)).isEqualTo("null");
	}

	static class WithoutAssertJ implements Callable<String> {

		@Override
		public String call() {
			return String
				.valueOf(new StatementsContextCustomizerFactory().createContextCustomizer(Object.class, List.of()));
		}

	}

}
