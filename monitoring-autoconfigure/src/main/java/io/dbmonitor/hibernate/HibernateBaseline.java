package io.dbmonitor.hibernate;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.dbmonitor.audit.AuditBaseline;
import io.dbmonitor.audit.AuditRecorder;
import io.dbmonitor.audit.ChangeSetStoreException;
import io.dbmonitor.audit.HistoryIndex;
import jakarta.persistence.EntityManagerFactory;
import org.hibernate.CacheMode;
import org.hibernate.ScrollMode;
import org.hibernate.ScrollableResults;
import org.hibernate.StatelessSession;
import org.hibernate.engine.jdbc.connections.spi.JdbcConnectionAccess;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.persister.entity.EntityPersister;

/**
 * Takes baselines by sessions without a persistence context: one tells the ids, the other
 * one reads and records batch by batch.
 */
public final class HibernateBaseline implements AuditBaseline {

	private static final int BATCH = 100;

	private final Supplier<Stream<EntityManagerFactory>> factories;

	private final HistoryIndex histories;

	private final ChangeCollector collector;

	/**
	 * Make a baseline.
	 * @param factories all entity manager factories
	 * @param recorder takes records
	 * @param histories knows who has a history
	 */
	public HibernateBaseline(Supplier<Stream<EntityManagerFactory>> factories, AuditRecorder recorder,
			HistoryIndex histories) {
		this.factories = factories;
		this.histories = histories;
		this.collector = new ChangeCollector(() -> recorder);
	}

	@Override
	public long take(Class<?> type) {
		List<EntityPersister> mapped = this.factories.get()
			.flatMap((factory) -> Stream.ofNullable(
					factory.unwrap(SessionFactoryImplementor.class).getMappingMetamodel().findEntityDescriptor(type)))
			.toList();
		if (mapped.isEmpty()) {
			throw new IllegalArgumentException(type.getName() + " is no entity");
		}
		if (mapped.stream().noneMatch(this.collector::isAudited)) {
			throw new IllegalArgumentException(type.getName() + " is not audited");
		}
		return mapped.stream().mapToLong(this::take).sum();
	}

	private long take(EntityPersister type) {
		try (StatelessSession session = type.getFactory().openStatelessSession()) {
			session.beginTransaction();
			try {
				return take(type, session);
			}
			finally {
				session.getTransaction().rollback();
			}
		}
		catch (SQLException ex) {
			throw new ChangeSetStoreException(
					"A baseline of " + type.getJpaEntityName() + " cannot be taken: " + ex.getMessage(), ex);
		}
	}

	private long take(EntityPersister type, StatelessSession session) throws SQLException {
		JdbcConnectionAccess connections = ((SharedSessionContractImplementor) session).getJdbcConnectionAccess();
		try (ScrollableResults<Object> ids = session
			.createSelectionQuery("select id(e) from " + type.getEntityName() + " e", Object.class)
			.setFetchSize(BATCH)
			.scroll(ScrollMode.FORWARD_ONLY)) {
			Connection connection = connections.obtainConnection();
			try (SnapshotTransactions transactions = new SnapshotTransactions(connection)) {
				return take(type, ids, connection, transactions);
			}
			finally {
				connections.releaseConnection(connection);
			}
		}
	}

	private long take(EntityPersister type, ScrollableResults<Object> ids, Connection connection,
			SnapshotTransactions transactions) throws SQLException {
		long taken = 0;
		try (StatelessSession session = type.getFactory()
			.withStatelessOptions()
			.connection(connection)
			.openStatelessSession()) {
			session.setCacheMode(CacheMode.IGNORE);
			BaselineBatch batch = new BaselineBatch(session, this.collector, this.histories);
			for (List<Object> next = next(ids); !next.isEmpty(); next = next(ids)) {
				taken += batch.record(type, next, connection);
				transactions.commit();
			}
		}
		return taken;
	}

	private static List<Object> next(ScrollableResults<Object> ids) {
		List<Object> next = new ArrayList<>();
		while (next.size() < BATCH && ids.next()) {
			next.add(ids.get());
		}
		return next;
	}

}
