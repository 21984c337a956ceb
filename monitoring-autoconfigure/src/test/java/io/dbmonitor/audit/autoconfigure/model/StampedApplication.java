package io.dbmonitor.audit.autoconfigure.model;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

/** An application with an entity that Spring Data stamps. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class StampedApplication {

}
