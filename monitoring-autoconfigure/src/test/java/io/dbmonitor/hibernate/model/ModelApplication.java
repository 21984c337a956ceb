package io.dbmonitor.hibernate.model;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

/** An application with all kinds of mappings. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class ModelApplication {

}
