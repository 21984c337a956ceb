package io.dbmonitor.test;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.util.ClassUtils;

/**
 * Makes {@link Statements} a bean of each test context where AssertJ is there. The same
 * for all tests, so that they go on sharing their contexts.
 */
final class StatementsContextCustomizerFactory implements ContextCustomizerFactory {

	@Override
	public @Nullable ContextCustomizer createContextCustomizer(Class<?> testClass,
			List<ContextConfigurationAttributes> configAttributes) {
		return ClassUtils.isPresent("org.assertj.core.api.AssertProvider", getClass().getClassLoader())
				? new StatementsContextCustomizer() : null;
	}

}
