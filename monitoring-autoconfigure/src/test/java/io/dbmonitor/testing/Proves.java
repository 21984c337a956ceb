package io.dbmonitor.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names what a test class proves to work on the real thing: a row of
 * {@code docs/reference/compatibility.md}, which is generated from these.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Repeatable(Proves.All.class)
public @interface Proves {

	/**
	 * What kind of thing it is.
	 * @return the part of the table
	 */
	Area area();

	/**
	 * What works.
	 * @return its name, the first cell of its row
	 */
	String subject();

	/**
	 * What of the monitor works with it.
	 * @return a few words
	 */
	String note();

	/**
	 * The parts of the table.
	 */
	enum Area {

		/** Servers and embedded databases. */
		DATABASES("Databases"),

		/** What lends connections. */
		POOLS("Pools"),

		/** What stands between the application and the server. */
		POOLERS("Poolers"),

		/** What sends statements. */
		WAYS("Ways to the database"),

		/** The application around it. */
		SPRING("Spring"),

		/** Where spans and meters go. */
		EXPORT("Tracing and export");

		private final String title;

		Area(String title) {
			this.title = title;
		}

		/** The heading. */
		public String title() {
			return this.title;
		}

	}

	/**
	 * Several of them.
	 */
	@Target(ElementType.TYPE)
	@Retention(RetentionPolicy.RUNTIME)
	@Documented
	@interface All {

		/**
		 * What is proven.
		 * @return the rows
		 */
		Proves[] value();

	}

}
