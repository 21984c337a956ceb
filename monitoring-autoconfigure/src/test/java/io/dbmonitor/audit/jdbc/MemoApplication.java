package io.dbmonitor.audit.jdbc;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

/** An application that keeps its audit in its database. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class MemoApplication {

	/** Make an entity. */
	public static Object memo(String text) {
		return new Memo(text);
	}

	/** Change an entity. */
	public static void rewrite(Object memo, String text) {
		((Memo) memo).text = text;
	}

}
