package io.dbmonitor.clinic;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.context.annotation.Bean;

/** The application. */
@SpringBootApplication(proxyBeanMethods = false)
@EnableCaching
public class ClinicApplication {

	@Bean
	CacheManager cacheManager() {
		return new ConcurrentMapCacheManager();
	}

}
