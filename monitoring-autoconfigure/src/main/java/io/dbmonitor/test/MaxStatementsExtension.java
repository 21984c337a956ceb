package io.dbmonitor.test;

import java.util.List;
import java.util.Optional;

import io.dbmonitor.query.Operation;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.platform.commons.support.AnnotationSupport;

import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * Records what a test method sends and holds it against its {@link MaxStatements}.
 */
final class MaxStatementsExtension implements BeforeTestExecutionCallback, AfterTestExecutionCallback {

	private static final Namespace NAMESPACE = Namespace.create(MaxStatementsExtension.class);

	@Override
	public void beforeTestExecution(ExtensionContext context) {
		Statements statements = SpringExtension.getApplicationContext(context).getBean(Statements.class);
		context.getStore(NAMESPACE).put(Statements.Recorder.class, statements.record());
	}

	@Override
	public void afterTestExecution(ExtensionContext context) {
		Statements.Recorder recorder = context.getStore(NAMESPACE)
			.remove(Statements.Recorder.class, Statements.Recorder.class);
		if (recorder == null) {
			return;
		}
		try (recorder) {
			// A test that failed has something more important to say
			if (context.getExecutionException().isEmpty()) {
				find(context).ifPresent((limits) -> check(recorder.sent(), limits));
			}
		}
	}

	private static void check(SentStatements sent, MaxStatements limits) {
		SentStatementsAssert statements = new SentStatementsAssert(sent).hasAtMost(limits.value())
			.hasAtMost(limits.select(), Operation.SELECT)
			.hasAtMost(limits.insert(), Operation.INSERT)
			.hasAtMost(limits.update(), Operation.UPDATE)
			.hasAtMost(limits.delete(), Operation.DELETE);
		if (!limits.nPlusOne()) {
			statements.hasNoNPlusOne();
		}
	}

	private static Optional<MaxStatements> find(ExtensionContext context) {
		List<Class<?>> enclosing = context.getEnclosingTestClasses();
		return AnnotationSupport.findAnnotation(context.getTestMethod(), MaxStatements.class)
			.or(() -> AnnotationSupport.findAnnotation(context.getRequiredTestClass(), MaxStatements.class, enclosing));
	}

}
