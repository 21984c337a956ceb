package io.dbmonitor.audit.event;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.dbmonitor.audit.ChangeOperation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;

class EntityChangePublisherTests {

	@Test
	void theListenersOfTheContextAboveAreToldToo() {
		try (AnnotationConfigApplicationContext parent = new AnnotationConfigApplicationContext(Heard.class);
				AnnotationConfigApplicationContext child = new AnnotationConfigApplicationContext()) {
			child.setParent(parent);
			child.refresh();
			EntityChangePublisher publisher = new EntityChangePublisher(child);
			assertThat(publisher.isHeardBefore(String.class)).isTrue();
			assertThat(publisher.isHeardBefore(Integer.class)).isFalse();
			assertThat(publisher.isHeardAfter(String.class)).isFalse();
			publisher.publish(change("a"));
			publisher.publish(change(1));
			assertThat(parent.getBean(Heard.class).heard).containsExactly("first a", "second a");
		}
	}

	@Test
	void listenersOfTheClassAndOfWhatItIsAreCalledInTheirOrder() {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(Heard.class,
				Ordered.class)) {
			new EntityChangePublisher(context).publish(change("a"));
			assertThat(context.getBean(Heard.class).heard).containsExactly("zeroth a", "first a", "second a");
		}
	}

	@Test
	void genericClassesAndInterfacesAreHeardOf() {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(Generic.class)) {
			EntityChangePublisher publisher = new EntityChangePublisher(context);
			publisher.publish(change(new Numbered()));
			publisher.publish(change(new Named()));
			assertThat(context.getBean(Generic.class).heard).containsExactly("any Numbered", "Long Numbered",
					"raw Numbered", "any Named", "raw Named");
		}
	}

	@Test
	void aListenerOfAScopeIsFetchedEachTime() {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(Scoped.class)) {
			EntityChangePublisher publisher = new EntityChangePublisher(context);
			publisher.publish(change("a"));
			int made = context.getBean(Scoped.class).made;
			publisher.publish(change("a"));
			assertThat(context.getBean(Scoped.class).made).isGreaterThan(made);
		}
	}

	@Test
	void itIsKnownWhetherAListenerHasSeenTheEntity() {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(Heard.class)) {
			EntityChangePublisher publisher = new EntityChangePublisher(context);
			assertThat(publisher.publish(change("a"))).isTrue();
			assertThat(publisher.publish(change(1))).isFalse();
		}
	}

	private static <T> BeforeEntityChange<T> change(T entity) {
		return new BeforeEntityChange<>(entity, ChangeOperation.CREATE, null, new NoFields());
	}

	@Configuration(proxyBeanMethods = false)
	static class Heard {

		private final List<String> heard = new ArrayList<>();

		@EventListener
		@Order(2)
		void second(BeforeEntityChange<? extends CharSequence> event) {
			this.heard.add("second " + event.entity());
		}

		@EventListener
		@Order(1)
		void first(BeforeEntityChange<String> event) {
			this.heard.add("first " + event.entity());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Ordered {

		private final Heard heard;

		Ordered(Heard heard) {
			this.heard = heard;
		}

		@EventListener
		@Order(0)
		void zeroth(EntityChange<Comparable<?>> event) {
			this.heard.heard.add("zeroth " + event.entity());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Scoped {

		private int made;

		@Bean
		@Scope(BeanDefinition.SCOPE_PROTOTYPE)
		ApplicationListener<BeforeEntityChange<String>> listener() {
			this.made++;
			return (event) -> {
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Generic {

		private final List<String> heard = new ArrayList<>();

		@EventListener
		@Order(1)
		void any(BeforeEntityChange<Base<?>> event) {
			this.heard.add("any " + event.entity().getClass().getSimpleName());
		}

		@EventListener
		@Order(2)
		void numbered(BeforeEntityChange<Base<Long>> event) {
			this.heard.add("Long " + event.entity().getClass().getSimpleName());
		}

		@EventListener
		@Order(3)
		@SuppressWarnings("rawtypes")
		void raw(BeforeEntityChange<Base> event) {
			this.heard.add("raw " + event.entity().getClass().getSimpleName());
		}

	}

	@SuppressWarnings("unused")
	private abstract static class Base<T> {

	}

	private static final class Numbered extends Base<Long> {

	}

	private static final class Named extends Base<String> {

	}

	private static final class NoFields implements FieldValues {

		@Override
		public Set<String> changed() {
			return Set.of();
		}

		@Override
		public @Nullable Object oldValue(String field) {
			return null;
		}

		@Override
		public @Nullable Object newValue(String field) {
			return null;
		}

	}

}
