package io.dbmonitor.hibernate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

import javax.sql.DataSource;

import io.dbmonitor.audit.AuditRecorder;
import io.dbmonitor.audit.ChangeSetWriter;
import io.dbmonitor.audit.event.EntityChangePublisher;
import org.hibernate.cfg.JdbcSettings;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.integrator.spi.Integrator;
import org.hibernate.jpa.boot.spi.IntegratorProvider;
import org.hibernate.jpa.boot.spi.JpaSettings;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanUtils;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.orm.jpa.AbstractEntityManagerFactoryBean;
import org.springframework.util.ClassUtils;

/**
 * Adds the audit's listeners to each entity manager factory before it is built, so that
 * several persistence units are served and one that is built in the background stays
 * there.
 */
public final class AuditEntityManagerFactoryPostProcessor implements BeanPostProcessor {

	private final Supplier<@Nullable AuditRecorder> recorder;

	private final Supplier<@Nullable ChangeSetWriter> writer;

	private final Supplier<@Nullable EntityChangePublisher> publisher;

	private final Consumer<Throwable> faults;

	/**
	 * Make a post-processor.
	 * @param recorder asked for with the first change, {@code null} where there is no
	 * audit
	 * @param writer writes changes in their transaction, {@code null} where they are not
	 * @param publisher tells the application's listeners
	 * @param faults where faults go
	 */
	public AuditEntityManagerFactoryPostProcessor(Supplier<@Nullable AuditRecorder> recorder,
			Supplier<@Nullable ChangeSetWriter> writer, Supplier<@Nullable EntityChangePublisher> publisher,
			Consumer<Throwable> faults) {
		this.writer = writer;
		this.publisher = publisher;
		this.faults = faults;
		this.recorder = recorder;
	}

	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		if (bean instanceof AbstractEntityManagerFactoryBean factory) {
			Map<String, Object> properties = factory.getJpaPropertyMap();
			Object configured = properties.get(JpaSettings.INTEGRATOR_PROVIDER);
			properties.put(JpaSettings.INTEGRATOR_PROVIDER, provider(configured));
		}
		return bean;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof AbstractEntityManagerFactoryBean factory) {
			prepare(factory.getDataSource());
		}
		// One that was built in another way: by a LocalSessionFactoryBean, or by hand.
		// Spring's own
		// entity manager factories are proxies, and have their listeners already.
		if (bean instanceof SessionFactoryImplementor sessionFactory) {
			prepare(dataSource(sessionFactory));
			append(sessionFactory);
		}
		return bean;
	}

	private void append(SessionFactoryImplementor sessionFactory) {
		try {
			integrator().appendTo(sessionFactory);
		}
		catch (Throwable ex) {
			this.faults.accept(ex);
		}
	}

	private static @Nullable DataSource dataSource(SessionFactoryImplementor sessionFactory) {
		Object known = sessionFactory.getProperties().get(JdbcSettings.JAKARTA_NON_JTA_DATASOURCE);
		return (known instanceof DataSource dataSource) ? dataSource : null;
	}

	/** Whatever makes the tables of a database has run before its entity managers. */
	private void prepare(@Nullable DataSource dataSource) {
		ChangeSetWriter writer = this.writer.get();
		if (writer != null && dataSource != null) {
			writer.prepare(dataSource);
		}
	}

	private AuditIntegrator integrator() {
		return new AuditIntegrator(this.recorder, this.publisher, this.faults);
	}

	/** The setting takes one provider, so one of the user's own is asked too. */
	private IntegratorProvider provider(@Nullable Object configured) {
		Integrator own = integrator();
		if (configured == null) {
			return () -> List.of(own);
		}
		return () -> {
			List<Integrator> integrators = new ArrayList<>(instantiate(configured).getIntegrators());
			integrators.add(own);
			return integrators;
		};
	}

	private static IntegratorProvider instantiate(Object configured) {
		if (configured instanceof IntegratorProvider provider) {
			return provider;
		}
		Class<?> type = (configured instanceof Class<?> given) ? given
				: ClassUtils.resolveClassName(configured.toString(), null);
		return (IntegratorProvider) BeanUtils.instantiateClass(type);
	}

}
