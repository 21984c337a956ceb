package io.dbmonitor.hibernate;

import java.util.function.Consumer;
import java.util.function.Supplier;

import io.dbmonitor.audit.AuditRecorder;
import io.dbmonitor.audit.AuditedTables;
import io.dbmonitor.audit.ChangeSetWriter;
import io.dbmonitor.audit.ReadSampling;
import io.dbmonitor.audit.event.EntityChangePublisher;
import org.jspecify.annotations.Nullable;

/**
 * What the listeners of a session factory work with. Each is asked for no sooner than it
 * is needed, as session factories are made early.
 *
 * @param recorder takes changes; {@code null} where there is no audit
 * @param writer writes changes in their transaction; {@code null} where they are not
 * @param reads which reads are kept, asked for with each session factory; {@code null}
 * where there is no audit
 * @param tables where entities' tables are made known; {@code null} where nobody asks
 * @param publisher tells the application's listeners
 * @param faults where faults go
 */
public record AuditParts(Supplier<@Nullable AuditRecorder> recorder, Supplier<@Nullable ChangeSetWriter> writer,
		Supplier<@Nullable ReadSampling> reads, Supplier<@Nullable AuditedTables> tables,
		Supplier<@Nullable EntityChangePublisher> publisher, Consumer<Throwable> faults) {

}
