package io.dbmonitor.hibernate.reading;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

/** An application whose reads are of interest. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class ReadingApplication {

}
