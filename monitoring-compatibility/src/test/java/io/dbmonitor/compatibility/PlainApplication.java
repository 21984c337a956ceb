package io.dbmonitor.compatibility;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;

/** An application with the starter, and whatever is on the class path. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class PlainApplication {

	@Bean
	ApplicationListener<ApplicationReadyEvent> sender(JdbcTemplate jdbc) {
		return (event) -> jdbc.queryForList("select 'ready'");
	}

	public static void main(String[] args) {
		SpringApplication.run(PlainApplication.class, args);
	}

}
