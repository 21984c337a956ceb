package io.dbmonitor.endpoint.autoconfigure;

import java.util.Optional;

import io.dbmonitor.autoconfigure.ConditionalOnFeature;
import io.dbmonitor.endpoint.DbMonitorEndpoint;
import io.dbmonitor.endpoint.JmxExtension;
import io.dbmonitor.endpoint.PageExtension;
import io.dbmonitor.endpoint.ReactivePageExtension;
import io.dbmonitor.endpoint.Section;
import io.dbmonitor.endpoint.Sections;
import io.dbmonitor.endpoint.ShowValues;
import io.dbmonitor.endpoint.page.Page;
import io.dbmonitor.endpoint.security.ReactiveCsrfTokens;
import io.dbmonitor.endpoint.security.ServletCsrfTokens;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointProperties;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.EndpointAccessResolver;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.util.ClassUtils;
import org.springframework.web.filter.reactive.ServerWebExchangeContextFilter;

/**
 * Auto-configuration of the endpoint.
 */
@AutoConfiguration
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnAvailableEndpoint(DbMonitorEndpoint.class)
@ConditionalOnFeature
@EnableConfigurationProperties(DbMonitorEndpointProperties.class)
@ImportRuntimeHints(PageRuntimeHints.class)
public final class DbMonitorEndpointAutoConfiguration {

	static final String SERVLET_TOKEN = "org.springframework.security.web.csrf.CsrfToken";

	static final String REACTIVE_TOKEN = "org.springframework.security.web.server.csrf.CsrfToken";

	private static final EndpointId ID = EndpointId.of("dbmonitor");

	@Bean
	@ConditionalOnMissingBean
	Sections dbmonitorSections(ObjectProvider<Section> sections) {
		return new Sections(() -> sections.orderedStream().toList());
	}

	@Bean
	@ConditionalOnMissingBean
	DbMonitorEndpoint dbmonitorEndpoint(Sections sections, DbMonitorEndpointProperties properties, Page page) {
		return new DbMonitorEndpoint(sections, showValues(properties), page);
	}

	@Bean
	JmxExtension dbmonitorJmxExtension(Sections sections, DbMonitorEndpointProperties properties) {
		return new JmxExtension(sections, showValues(properties));
	}

	private static ShowValues showValues(DbMonitorEndpointProperties properties) {
		return new ShowValues(properties.showValues(), properties.roles());
	}

	@Bean
	@ConditionalOnMissingBean
	Page dbmonitorPage(ObjectProvider<WebEndpointProperties> web, ObjectProvider<EndpointAccessResolver> access) {
		String id = ID.toLowerCaseString();
		WebEndpointProperties properties = web.getIfAvailable();
		EndpointAccessResolver resolver = access.getIfAvailable();
		return new Page((properties != null) ? properties.getPathMapping().getOrDefault(id, id) : id,
				resolver != null && resolver.accessFor(ID, Access.READ_ONLY) == Access.UNRESTRICTED);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
	static class ServletConfiguration {

		@Bean
		PageExtension dbmonitorPageExtension(Page page) {
			return new PageExtension(page,
					ClassUtils.isPresent(SERVLET_TOKEN, null) ? new ServletCsrfTokens() : Optional::empty);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
	static class ReactiveConfiguration {

		@Bean
		ReactivePageExtension dbmonitorReactivePageExtension(Page page) {
			return new ReactivePageExtension(page,
					ClassUtils.isPresent(REACTIVE_TOKEN, null) ? ReactiveCsrfTokens.current() : Mono.empty());
		}

		@Bean
		@ConditionalOnMissingBean
		@ConditionalOnClass(name = REACTIVE_TOKEN)
		ServerWebExchangeContextFilter dbmonitorServerWebExchangeContextFilter() {
			return new ServerWebExchangeContextFilter();
		}

	}

}
