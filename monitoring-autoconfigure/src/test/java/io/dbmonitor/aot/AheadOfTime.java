package io.dbmonitor.aot;

import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import org.springframework.aot.AotDetector;
import org.springframework.aot.generate.GeneratedFiles;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringApplication.AbandonedRunException;
import org.springframework.boot.SpringApplicationRunListener;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.aot.AotApplicationContextInitializer;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.SpringProperties;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.core.test.tools.TestCompiler;
import org.springframework.javapoet.ClassName;

/**
 * Does to an application what Boot's build plugins do, and runs what comes out.
 */
final class AheadOfTime {

	private final Class<?> application;

	private final String[] properties;

	private final TestGenerationContext generated = new TestGenerationContext();

	private final ClassName initializer;

	private AheadOfTime(Class<?> application, String... properties) {
		this.application = application;
		this.properties = properties;
		this.initializer = new ApplicationContextAotGenerator().processAheadOfTime(loaded(), this.generated);
		this.generated.writeGeneratedContent();
	}

	/**
	 * Prepare an application.
	 * @param application its class
	 * @param properties its properties
	 */
	static AheadOfTime process(Class<?> application, String... properties) {
		return new AheadOfTime(application, properties);
	}

	/** The context as it is just before it is refreshed, so without a bean. */
	private GenericApplicationContext loaded() {
		SpringApplicationRunListener atLoaded = new SpringApplicationRunListener() {

			@Override
			public void contextLoaded(ConfigurableApplicationContext context) {
				throw new AbandonedRunException(context);
			}

		};
		try {
			SpringApplication.withHook((application) -> atLoaded, () -> builder().run());
		}
		catch (AbandonedRunException ex) {
			if (ex.getApplicationContext() instanceof GenericApplicationContext context) {
				return context;
			}
		}
		throw new IllegalStateException("The application was not loaded");
	}

	private SpringApplicationBuilder builder() {
		return new SpringApplicationBuilder(this.application).properties(this.properties);
	}

	/** What was found that a native image has to know. */
	RuntimeHints hints() {
		return this.generated.getRuntimeHints();
	}

	/** The names of the classes that were made at build time. */
	Set<String> classes() {
		return this.generated.getGeneratedFiles()
			.getGeneratedFiles(GeneratedFiles.Kind.CLASS)
			.keySet()
			.stream()
			.map((path) -> path.substring(0, path.length() - ".class".length()).replace('/', '.'))
			.collect(Collectors.toSet());
	}

	/**
	 * Compile what was generated and run the application from it. The test's class loader
	 * has to be one that takes the generated classes beside the application's own.
	 * @param test gets the context
	 */
	void run(Consumer<ConfigurableApplicationContext> test) {
		TestCompiler.forSystem().with(this.generated).compile((compiled) -> {
			SpringProperties.setFlag(AotDetector.AOT_ENABLED);
			try (ConfigurableApplicationContext context = builder()
				.resourceLoader(new DefaultResourceLoader(getClass().getClassLoader()))
				.initializers(AotApplicationContextInitializer.forInitializerClasses(this.initializer.canonicalName()))
				.run()) {
				test.accept(context);
			}
			finally {
				SpringProperties.setProperty(AotDetector.AOT_ENABLED, null);
			}
		});
	}

}
