package io.dbmonitor.alert.autoconfigure;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.dbmonitor.alert.AlertSource;
import org.jspecify.annotations.Nullable;

import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;
import org.springframework.util.function.SingletonSupplier;

/**
 * Finds out who tells of alerts. When there is something to tell, and once: the machine's
 * name can come from the network, for which no start is to wait.
 */
final class SourceName {

	private SourceName() {
	}

	static String application(Environment environment) {
		return environment.getProperty("spring.application.name", "application");
	}

	static Supplier<AlertSource> of(Environment environment, @Nullable String instance) {
		return SingletonSupplier.of(() -> new AlertSource(application(environment), instance(environment, instance)));
	}

	private static String instance(Environment environment, @Nullable String configured) {
		return Stream.of(configured, environment.getProperty("HOSTNAME"), environment.getProperty("COMPUTERNAME"))
			.filter(StringUtils::hasText)
			.findFirst()
			.orElseGet(SourceName::machine);
	}

	private static String machine() {
		try {
			return InetAddress.getLocalHost().getHostName();
		}
		catch (UnknownHostException ex) {
			return String.valueOf(ProcessHandle.current().pid());
		}
	}

}
