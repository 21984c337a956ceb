package io.dbmonitor.datasource;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.Pointcut;
import org.springframework.aop.framework.AopConfigException;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.scope.ScopedObject;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.StaticMethodMatcherPointcut;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * The class-based proxies that watched data sources are. A class comes out the same for a
 * data source and for its type alone, so that it can be made at build time, where there
 * is no data source yet, and found again.
 */
final class WatchedProxies {

	/** One for all, as proxies with equal pointcuts share their class. */
	private static final Pointcut POINTCUT = new StaticMethodMatcherPointcut() {

		@Override
		public boolean matches(Method method, Class<?> targetClass) {
			return Decoration.concerns(method);
		}

		@Override
		public String toString() {
			return Decoration.class.getName();
		}

	};

	private WatchedProxies() {
	}

	/**
	 * Make the proxy of a data source.
	 * @param dataSource the data source
	 * @param advice its advice
	 * @param classLoader where the proxy's class goes
	 * @return the proxy
	 * @throws AopConfigException if its class cannot be made
	 */
	static DataSource proxy(DataSource dataSource, Decoration advice, @Nullable ClassLoader classLoader) {
		ProxyFactory factory = factory(advice);
		factory.setTarget(dataSource);
		if (Proxy.isProxyClass(dataSource.getClass())) {
			for (Class<?> type : ClassUtils.getAllInterfaces(dataSource)) {
				factory.addInterface(type);
			}
		}
		return (DataSource) factory.getProxy(classLoader);
	}

	/**
	 * Make the class of the proxy that data sources of a type will get.
	 * @param type the type
	 * @param classLoader where the proxy's class goes
	 * @return the class, or the type itself where a proxy's class cannot be told from it
	 * @throws AopConfigException if the class cannot be made
	 */
	static Class<?> proxyClass(Class<?> type, @Nullable ClassLoader classLoader) {
		if (!isPool(type) || unreachableMethod(type) != null) {
			return type;
		}
		ProxyFactory factory = factory(new Decoration(UnaryOperator.identity()));
		factory.setTargetClass(type);
		return factory.getProxyClass(classLoader);
	}

	private static boolean isPool(Class<?> type) {
		boolean extensible = !type.isInterface() && !Modifier.isAbstract(type.getModifiers())
				&& !Modifier.isFinal(type.getModifiers());
		boolean leadsToOthers = DelegatingDataSource.class.isAssignableFrom(type)
				|| (AbstractRoutingDataSource.class.isAssignableFrom(type) && !makesItsKeys(type));
		return DataSource.class.isAssignableFrom(type) && extensible && !leadsToOthers
				&& !ScopedObject.class.isAssignableFrom(type);
	}

	private static ProxyFactory factory(Decoration advice) {
		ProxyFactory factory = new ProxyFactory();
		factory.setProxyTargetClass(true);
		factory.addInterface(WatchedDataSource.class);
		factory.addAdvisor(new DefaultPointcutAdvisor(POINTCUT, advice));
		return factory;
	}

	/**
	 * Whether the targets of a routing data source cannot be replaced: their keys would
	 * be made a second time, from what was made of them already.
	 * @param routing the routing data source's type
	 * @return whether it makes keys of its own
	 */
	static boolean makesItsKeys(Class<?> routing) {
		Method method = ReflectionUtils.findMethod(routing, "resolveSpecifiedLookupKey", Object.class);
		return method == null || method.getDeclaringClass() != AbstractRoutingDataSource.class;
	}

	/**
	 * Return a final method: on a class-based proxy it would run without the state of
	 * what is proxied.
	 * @param type the type that is to be proxied
	 * @return a final method, or {@code null} where there is none, or where the class
	 * itself is final
	 */
	static @Nullable Method unreachableMethod(Class<?> type) {
		if (Modifier.isFinal(type.getModifiers())) {
			return null;
		}
		return Stream.of(ReflectionUtils.getAllDeclaredMethods(type))
			.filter((method) -> method.getDeclaringClass() != Object.class)
			.filter((method) -> Modifier.isFinal(method.getModifiers()))
			.filter((method) -> !Modifier.isPrivate(method.getModifiers()) && !Modifier.isStatic(method.getModifiers()))
			.findFirst()
			.orElse(null);
	}

}
