package io.dbmonitor.hibernate;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

import io.dbmonitor.hibernate.trigger.Letter;
import org.hibernate.bytecode.enhance.spi.DefaultEnhancementContext;
import org.hibernate.bytecode.enhance.spi.Enhancer;
import org.hibernate.bytecode.enhance.spi.UnloadedField;
import org.hibernate.bytecode.internal.BytecodeProviderInitiator;

/** Has the class as it is once Hibernate's build plugin has been at it. */
final class EnhancingClassLoader extends ClassLoader {

	EnhancingClassLoader() {
		super(Letter.class.getClassLoader());
	}

	Class<?> letter() {
		Enhancer enhancer = BytecodeProviderInitiator.buildDefaultBytecodeProvider()
			.getEnhancer(new DefaultEnhancementContext() {

				@Override
				public boolean isLazyLoadable(UnloadedField field) {
					return true;
				}

			});
		String resource = Letter.class.getName().replace('.', '/') + ".class";
		try (InputStream original = Objects.requireNonNull(getResourceAsStream(resource))) {
			byte[] enhanced = Objects.requireNonNull(enhancer.enhance(Letter.class.getName(), original.readAllBytes()));
			return defineClass(Letter.class.getName(), enhanced, 0, enhanced.length);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
