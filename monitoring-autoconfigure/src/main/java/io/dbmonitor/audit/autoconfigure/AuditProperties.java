package io.dbmonitor.audit.autoconfigure;

import java.util.List;

import io.dbmonitor.autoconfigure.PropertyRule;

import io.dbmonitor.audit.OnFailure;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.sql.init.DatabaseInitializationMode;

/**
 * Audit.
 *
 * @param enabled Whether changes of entities are recorded.
 * @param mask Words that mark a field as sensitive: the values of fields whose name
 * contains one of them are never kept.
 * @param maskKey Secret key for a keyed hash (HMAC-SHA256) that is kept of each masked
 * value, by which two values can be proven to be the same. None by default.
 * @param include Patterns of the names of entities that are audited, such as "Customer"
 * or "*Order". All by default.
 * @param exclude Patterns of the names of entities that are not audited.
 * @param store Where change sets are kept: in memory, or in the tables of the database
 * that they change, in the same transaction.
 * @param onFailure What becomes of a transaction whose changes cannot be written: it is
 * rolled back, or committed all the same and the failure logged.
 * @param maxValueLength How many characters of a value are kept; of bytes, of their
 * Base64 form. What is cut off is said.
 * @param instance What this instance of the application is called in change sets. By
 * default the application's name and that of the host.
 * @param log Whether each change is written to the logger "dbmonitor.audit" once it is
 * committed, with the names of the fields and without their values.
 * @param memory The store in memory.
 * @param jdbc The store in the database.
 */
@ConfigurationProperties("dbmonitor.audit")
public record AuditProperties(@DefaultValue("true") boolean enabled, @DefaultValue( {
		"password", "passwd", "passphrase", "secret", "token", "credential", "api-key", "private-key", "pwd", "pin",
		"card-number", "cvv", "iban", "ssn" }) List<String> mask, @Nullable String maskKey,
		@DefaultValue List<String> include, @DefaultValue List<String> exclude, @DefaultValue("memory") Store store,
		@DefaultValue("fail") OnFailure onFailure, @DefaultValue("100000") int maxValueLength,
		@Nullable String instance, @DefaultValue("false") boolean log, @DefaultValue Memory memory,
		@DefaultValue Jdbc jdbc){

	/**
	 * The store in memory.
	 *
	 * @param maxChangeSets How many change sets are kept, the newest.
	 */
	public record Memory(@DefaultValue("1000") int maxChangeSets) {

		public Memory {
			PropertyRule.range("dbmonitor.audit.memory.max-change-sets", maxChangeSets, 1, 1_000_000);
		}

	}

	/**
	 * The store in the database.
	 *
	 * @param initializeSchema Whether the tables are made at start-up.
	 */
	public record Jdbc(@DefaultValue("embedded") DatabaseInitializationMode initializeSchema) {
	}

	/**
	 * Where change sets are kept.
	 */
	public enum Store {

		/** In memory, the newest. */
		MEMORY,

		/** In the database that they change. */
		JDBC

	}

}
