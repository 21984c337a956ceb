package io.dbmonitor.hibernate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

import io.dbmonitor.audit.ChangeSetWriter;
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

	private final AuditParts parts;

	/**
	 * Make a post-processor.
	 * @param parts what the listeners work with
	 */
	public AuditEntityManagerFactoryPostProcessor(AuditParts parts) {
		this.parts = parts;
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
			prepare(EntityTables.dataSource(sessionFactory));
			append(sessionFactory);
		}
		return bean;
	}

	private void append(SessionFactoryImplementor sessionFactory) {
		try {
			integrator().appendTo(sessionFactory);
		}
		catch (Throwable ex) {
			this.parts.faults().accept(ex);
		}
	}

	/** Whatever makes the tables of a database has run before its entity managers. */
	private void prepare(@Nullable DataSource dataSource) {
		ChangeSetWriter writer = this.parts.writer().get();
		if (writer != null && dataSource != null) {
			writer.prepare(dataSource);
		}
	}

	private AuditIntegrator integrator() {
		return new AuditIntegrator(this.parts);
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
