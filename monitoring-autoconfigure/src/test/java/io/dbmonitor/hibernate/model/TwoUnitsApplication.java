package io.dbmonitor.hibernate.model;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;

import javax.sql.DataSource;

import org.hibernate.cfg.BatchSettings;
import org.hibernate.cfg.SchemaToolingSettings;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.jdbc.DataSourceBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.Environment;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;
import org.springframework.orm.jpa.persistenceunit.PersistenceManagedTypes;
import org.springframework.orm.jpa.vendor.HibernateJpaVendorAdapter;

/**
 * An application with the model in two persistence units. The second one has a data
 * source of its own where there is a {@code second.url}, and is built in the background.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class TwoUnitsApplication {

	@Bean
	@Primary
	DataSource first(Environment environment) {
		return dataSource(environment, "spring.datasource");
	}

	@Bean
	@ConditionalOnProperty("second.url")
	DataSource second(Environment environment) {
		return dataSource(environment, "second");
	}

	private static DataSource dataSource(Environment environment, String prefix) {
		return DataSourceBuilder.create()
			.url(environment.getRequiredProperty(prefix + ".url"))
			.username(environment.getProperty(prefix + ".username", "sa"))
			.password(environment.getProperty(prefix + ".password", ""))
			.build();
	}

	@Bean
	@Primary
	LocalContainerEntityManagerFactoryBean products(DataSource dataSource) {
		return unit("products", dataSource, Product.class, Category.class, Rack.class, Purchase.class,
				PurchaseLine.class);
	}

	@Bean
	LocalContainerEntityManagerFactoryBean others(Map<String, DataSource> dataSources) {
		DataSource dataSource = dataSources.containsKey("second") ? dataSources.get("second")
				: dataSources.get("first");
		LocalContainerEntityManagerFactoryBean unit = unit("others", Objects.requireNonNull(dataSource), Stock.class,
				Document.class, Person.class, Employee.class, Client.class, Vehicle.class, Car.class, Truck.class,
				Account.class, Savings.class, Checking.class);
		unit.setBootstrapExecutor(new SimpleAsyncTaskExecutor("others-"));
		return unit;
	}

	private static LocalContainerEntityManagerFactoryBean unit(String name, DataSource dataSource,
			Class<?>... entities) {
		LocalContainerEntityManagerFactoryBean unit = new LocalContainerEntityManagerFactoryBean();
		unit.setPersistenceUnitName(name);
		unit.setDataSource(dataSource);
		unit.setJpaVendorAdapter(new HibernateJpaVendorAdapter());
		unit.setManagedTypes(
				PersistenceManagedTypes.of(Arrays.stream(entities).map(Class::getName).toArray(String[]::new)));
		unit.setJpaPropertyMap(
				Map.of(SchemaToolingSettings.HBM2DDL_AUTO, "create", BatchSettings.STATEMENT_BATCH_SIZE, "5"));
		return unit;
	}

}
