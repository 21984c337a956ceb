package io.dbmonitor.hibernate;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.dbmonitor.audit.event.BeforeEntityChange;
import io.dbmonitor.audit.event.EntityChangePublisher;
import io.dbmonitor.hibernate.trigger.Writing;
import org.hibernate.SessionFactory;
import org.hibernate.boot.registry.BootstrapServiceRegistryBuilder;
import org.hibernate.cfg.Configuration;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.context.ApplicationListener;
import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Fields that are lazy, as those of enhanced classes can be, are not read for an event,
 * and what is set on them is not lost.
 */
class LazyFieldEventTests {

	private final List<String> heard = new ArrayList<>();

	private final GenericApplicationContext context = new GenericApplicationContext();

	private final Class<?> letter = new EnhancingClassLoader().letter();

	private Consumer<BeforeEntityChange<Writing>> before = (event) -> {
	};

	private final SessionFactory sessionFactory = new Configuration(
			new BootstrapServiceRegistryBuilder().applyClassLoader(this.letter.getClassLoader()).build())
		.addAnnotatedClass(this.letter)
		.setProperty("hibernate.connection.url", "jdbc:h2:mem:letters;DB_CLOSE_DELAY=-1")
		.setProperty("hibernate.hbm2ddl.auto", "create-drop")
		.buildSessionFactory();

	@BeforeEach
	void listen() throws ReflectiveOperationException {
		this.context.addApplicationListener(new ApplicationListener<BeforeEntityChange<Writing>>() {

			@Override
			public void onApplicationEvent(BeforeEntityChange<Writing> event) {
				LazyFieldEventTests.this.before.accept(event);
			}

		});
		this.context.refresh();
		EntityChangePublisher publisher = new EntityChangePublisher(this.context);
		new AuditIntegrator(new AuditParts(() -> null, () -> null, () -> null, () -> null, () -> publisher,
				(fault) -> this.heard.add(fault.toString())))
			.appendTo(this.sessionFactory.unwrap(SessionFactoryImplementor.class));
		Writing letter = (Writing) this.letter.getDeclaredConstructor().newInstance();
		this.sessionFactory.inTransaction((session) -> session.persist(letter.write(1, "a", "b", "c")));
	}

	@AfterEach
	void close() {
		this.sessionFactory.close();
		this.context.close();
	}

	@Test
	void whatIsNotReadStaysUnread() {
		this.before = (event) -> {
			this.heard.add(event.changedFields().toString());
			assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> event.oldValue("text"))
				.withMessageContaining("Letter.text is lazy");
			event.entity().readdress("set");
		};
		edit();
		assertThat(this.heard).containsExactly("[subject]");
		assertThat(row()).isEqualTo("set b c");
	}

	@Test
	void whatIsReadIsNotChanged() {
		this.before = (event) -> this.heard.add(event.entity().text() + " " + event.oldValue("text"));
		edit();
		assertThat(this.heard).containsExactly("b b");
		assertThat(row()).isEqualTo("x b c");
	}

	@Test
	void whatWouldBeLostIsRefused() {
		List<Consumer<BeforeEntityChange<Writing>>> listeners = List.of((event) -> event.entity().rewrite("set"),
				(event) -> event.entity().rewrite(event.entity().text() + "!"));
		assertThat(listeners).allSatisfy((listener) -> {
			this.before = listener;
			assertThatExceptionOfType(IllegalStateException.class).isThrownBy(this::edit)
				.withMessageContaining("has set Letter.text on an update that does not write it");
			assertThat(row()).isEqualTo("a b c");
		});
		assertThat(this.heard).isEmpty();
	}

	@Test
	void whatIsWrittenAnywayCanBeSet() {
		this.before = (event) -> event.entity().rewrite("set");
		this.sessionFactory.inTransaction((session) -> ((Writing) session.find(this.letter, 1L)).rewrite("x"));
		assertThat(row()).isEqualTo("a set c");
	}

	private void edit() {
		this.sessionFactory.inTransaction((session) -> ((Writing) session.find(this.letter, 1L)).readdress("x"));
	}

	private String row() {
		return this.sessionFactory.fromTransaction((session) -> session
			.createNativeQuery("select subject || ' ' || text || ' ' || remark from Letter", String.class)
			.getSingleResult());
	}

}
