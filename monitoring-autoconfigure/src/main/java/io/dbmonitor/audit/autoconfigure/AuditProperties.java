package io.dbmonitor.audit.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.dbmonitor.autoconfigure.PropertyRule;

import io.dbmonitor.audit.OnFailure;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
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
 * @param reads Probability with which a read of an entity is kept (0.0 to 1.0), by
 * patterns of the names of entities as in "include". By default no read is kept.
 * @param statements Statements that write entities past Hibernate.
 * @param triggers Triggers of PostgreSQL that record the rows which any program writes.
 * @param store Where change sets are kept: in memory, or in the tables of the database
 * that they change, in the same transaction.
 * @param onFailure What becomes of a transaction whose changes cannot be written: it is
 * rolled back, or committed all the same and the failure logged.
 * @param maxValueLength How many characters of a value are kept; of bytes, of their
 * Base64 form. What is cut off is said.
 * @param instance What this instance of the application is called in change sets. By
 * default the application's name and that of the host.
 * @param log Whether each change is written to the logger "dbmonitor.audit" once it is
 * committed, with the names of the fields and without their values, and each read that is
 * to be kept.
 * @param memory The store in memory.
 * @param jdbc The store in the database.
 */
@ConfigurationProperties("dbmonitor.audit")
public record AuditProperties(@DefaultValue("true") boolean enabled, @DefaultValue( {
		"password", "passwd", "passphrase", "secret", "token", "credential", "api-key", "private-key", "pwd", "pin",
		"card-number", "cvv", "iban", "ssn" }) List<String> mask, @Nullable String maskKey,
		@DefaultValue List<String> include, @DefaultValue List<String> exclude, @DefaultValue Map<String, Double> reads,
		@DefaultValue Statements statements, @DefaultValue Triggers triggers, @DefaultValue("memory") Store store,
		@DefaultValue("fail") OnFailure onFailure, @DefaultValue("100000") int maxValueLength,
		@Nullable String instance, @DefaultValue("false") boolean log, @DefaultValue Memory memory,
		@DefaultValue Jdbc jdbc){

	public AuditProperties {
		reads.forEach((pattern, probability) -> PropertyRule.range("dbmonitor.audit.reads[" + pattern + "]",
				probability, 0.0, 1.0));
	}

	/**
	 * Spring asks each bean for it at the start. That of a record would be linked then,
	 * with those of all its parts.
	 */
	@Override
	public int hashCode() {
		return Boolean.hashCode(this.enabled);
	}

	/**
	 * Statements that write entities past Hibernate.
	 *
	 * @param enabled Whether statements are recorded that write the tables of audited
	 * entities past Hibernate: bulk updates, native SQL, JDBC. Needs query tracing.
	 */
	public record Statements(@DefaultValue("true") boolean enabled) {
	}

	/**
	 * Triggers of PostgreSQL that record the rows which any program writes.
	 *
	 * @param enabled Whether what triggers record is joined to what the application
	 * knows. Needs the store in the database, and statements to be recorded.
	 * @param tables Names of the tables whose rows are recorded. By default those of all
	 * audited entities.
	 * @param initializeSchema Whether the triggers are installed at start-up. By default
	 * somebody has to do it, with the script that the endpoint shows at "audit/triggers".
	 * @param interval How often what was recorded is joined.
	 * @param patience How long after a row was written the application is waited for,
	 * before the write counts as bypassing it.
	 */
	public record Triggers(@DefaultValue("false") boolean enabled, @DefaultValue List<String> tables,
			@DefaultValue("never") DatabaseInitializationMode initializeSchema, @DefaultValue("1s") Duration interval,
			@DefaultValue("10s") Duration patience) {

		public Triggers {
			PropertyRule.range("dbmonitor.audit.triggers.interval", interval, Duration.ofMillis(10),
					Duration.ofHours(1));
			PropertyRule.range("dbmonitor.audit.triggers.patience", patience, Duration.ZERO, Duration.ofHours(1));
		}

	}

	/**
	 * The store in memory.
	 *
	 * @param maxChangeSets How many change sets are kept, the newest, and as many of
	 * reads.
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
	 * @param partitioned Whether the tables have a partition for each month (PostgreSQL
	 * only), which are made ahead and, with a retention, dropped as a whole. Has to be
	 * decided before the tables are made.
	 * @param retention How long changes are kept.
	 * @param seal Evidence of tampering with what is kept (PostgreSQL only).
	 */
	public record Jdbc(@DefaultValue("embedded") DatabaseInitializationMode initializeSchema,
			@DefaultValue("false") boolean partitioned, @DefaultValue Retention retention, @DefaultValue Seal seal) {
	}

	/**
	 * How long changes are kept in the database.
	 *
	 * @param age How old a change set gets before it is deleted, such as 365d. By default
	 * nothing is ever deleted.
	 * @param interval How often old change sets are looked for.
	 * @param pause How long to wait between two batches of deletions.
	 */
	public record Retention(@Nullable Duration age, @DefaultValue("1h") Duration interval,
			@DefaultValue("100ms") Duration pause) {

		public Retention {
			String prefix = "dbmonitor.audit.jdbc.retention.";
			if (age != null) {
				PropertyRule.range(prefix + "age", age, Duration.ofHours(1), Duration.ofDays(36_500));
			}
			PropertyRule.range(prefix + "interval", interval, Duration.ofSeconds(1), Duration.ofDays(7));
			PropertyRule.range(prefix + "pause", pause, Duration.ZERO, Duration.ofMinutes(1));
		}

	}

	/**
	 * Evidence of tampering with what is kept.
	 *
	 * @param enabled Whether each change set is hashed and its hash added to a chain, so
	 * that what anybody alters, deletes or inserts later is found.
	 * @param key Secret that hashes are made with (HMAC-SHA256), so that nobody who can
	 * write the database can make the chain anew. None by default; the same for all
	 * instances, and for as long as the chain lasts.
	 * @param interval How often what was committed is sealed.
	 * @param verifyInterval How often everything is verified, 0 for on request only.
	 */
	public record Seal(@DefaultValue("false") boolean enabled, @Nullable String key,
			@DefaultValue("5s") Duration interval, @DefaultValue("24h") Duration verifyInterval) {

		/** So that nobody sets a password. */
		private static final int MIN_KEY = 16;

		public Seal {
			String prefix = "dbmonitor.audit.jdbc.seal.";
			if (key != null && key.strip().length() < MIN_KEY) {
				// Never its value
				throw new InvalidConfigurationPropertyValueException(prefix + "key", "******",
						"Write a secret of at least " + MIN_KEY + " characters, or leave the property away.");
			}
			PropertyRule.range(prefix + "interval", interval, Duration.ofMillis(100), Duration.ofHours(1));
			if (!verifyInterval.isZero()) {
				PropertyRule.range(prefix + "verify-interval", verifyInterval, Duration.ofSeconds(1),
						Duration.ofDays(365));
			}
		}

		@Override
		public String toString() {
			return "Seal[enabled=" + this.enabled + "]";
		}

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
