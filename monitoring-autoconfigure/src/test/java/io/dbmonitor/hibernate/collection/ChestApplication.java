package io.dbmonitor.hibernate.collection;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

/** An application with collections. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class ChestApplication {

}
