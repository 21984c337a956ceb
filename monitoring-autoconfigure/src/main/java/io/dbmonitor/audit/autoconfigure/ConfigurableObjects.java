package io.dbmonitor.audit.autoconfigure;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.aspectj.AnnotationBeanConfigurerAspect;

/**
 * Lends the bean factory to the aspect that configures {@code @Configurable} objects, of
 * which Spring Data's entity listener is one. Stands in the place of the aspect itself: a
 * bean that is an aspect has the proxy creator load AspectJ's weaver and ask it about
 * each bean, a third of a start with the monitor, for an aspect that has been woven in at
 * compile time and advises no bean.
 */
final class ConfigurableObjects implements BeanFactoryAware, DisposableBean {

	/** The name under which Spring knows the aspect. */
	static final String BEAN_NAME = "org.springframework.context.config.internalBeanConfigurerAspect";

	@Override
	public void setBeanFactory(BeanFactory beanFactory) {
		AnnotationBeanConfigurerAspect aspect = AnnotationBeanConfigurerAspect.aspectOf();
		aspect.setBeanFactory(beanFactory);
		aspect.afterPropertiesSet();
	}

	@Override
	public void destroy() {
		AnnotationBeanConfigurerAspect.aspectOf().destroy();
	}

}
