package io.dbmonitor.audit.autoconfigure;

import java.util.List;

import io.dbmonitor.autoconfigure.PropertyRule;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Audit.
 *
 * @param enabled Whether changes of entities are recorded.
 * @param mask Words that mark a field as sensitive: the values of fields whose name
 * contains one of them are never kept.
 * @param memory The store in memory.
 */
@ConfigurationProperties("dbmonitor.audit")
public record AuditProperties(@DefaultValue("true") boolean enabled, @DefaultValue( {
		"password", "passwd", "passphrase", "secret", "token", "credential", "api-key", "private-key", "pwd", "pin",
		"card-number", "cvv", "iban", "ssn" }) List<String> mask, @DefaultValue Memory memory){

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

}
