package io.dbmonitor.audit;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One record for each change, of which no value is told.
 */
class AuditLogTests {

	private final Logger logger = (Logger) LoggerFactory.getLogger("dbmonitor.audit");

	private final ListAppender<ILoggingEvent> records = new ListAppender<>();

	private final AuditLog log = new AuditLog();

	@BeforeEach
	void listen() {
		this.logger.setLevel(Level.INFO);
		this.records.start();
		this.logger.addAppender(this.records);
	}

	@AfterEach
	void leave() {
		this.logger.detachAppender(this.records);
		this.logger.setLevel(null);
	}

	@Test
	void eachChangeIsARecordThatTellsNoValue() {
		this.log.committed(changeSet("alice\nDELETE Customer 9", 0));
		assertThat(this.records.list).hasSize(2);
		ILoggingEvent update = this.records.list.get(1);
		assertThat(update.getFormattedMessage())
			.isEqualTo("UPDATE Customer 7 by alice?DELETE Customer 9 in PUT /customers/{id}: name, address.city");
		Map<String, Object> pairs = new LinkedHashMap<>();
		update.getKeyValuePairs().forEach((pair) -> pairs.put(pair.key, pair.value));
		assertThat(pairs).containsEntry("operation", "UPDATE")
			.containsEntry("entity", "Customer")
			.containsEntry("id", "7")
			.containsEntry("actor", "alice?DELETE Customer 9")
			.containsEntry("route", "PUT /customers/{id}")
			.containsEntry("fields", List.of("name", "address.city"))
			.containsKey("changeSet")
			.doesNotContainKey("traceId");
		assertThat(this.records.list.toString() + pairs).doesNotContain("Ann", "Rome");
	}

	@Test
	void howManyAreLeftOutIsSaid() {
		this.log.committed(changeSet("alice", 3000));
		assertThat(this.records.list).hasSize(3)
			.last()
			.extracting(ILoggingEvent::getFormattedMessage)
			.isEqualTo("3000 more changes of the same transaction");
	}

	@Test
	void aLoggerThatIsOffIsNotAsked() {
		this.logger.setLevel(Level.OFF);
		this.log.committed(changeSet("alice", 0));
		assertThat(this.records.list).isEmpty();
	}

	private static ChangeSet changeSet(String actor, long omitted) {
		Map<String, FieldChange> values = new LinkedHashMap<>();
		values.put("name", new ValueChange("Ann", "Anna"));
		values.put("address.city", new ValueChange(null, "Rome"));
		return new ChangeSet(UUID.randomUUID(), Instant.now(),
				new ChangeContext(actor, "PUT /customers/{id}", null, null, "shop@host"),
				List.of(new Change("Customer", "8", ChangeOperation.DELETE, ChangeSource.ORM, Map.of()),
						new Change("Customer", "7", ChangeOperation.UPDATE, ChangeSource.ORM, values)),
				omitted);
	}

}
