package io.dbmonitor.database.postgresql;

import java.util.List;

import io.dbmonitor.database.DatabaseMeter;
import io.dbmonitor.database.question.FigureQuestion;
import io.dbmonitor.database.question.Question;

/**
 * The questions of each sample: what PostgreSQL keeps in memory anyway, whatever the
 * number of tables.
 */
final class LightTier {

	private static final List<String> LOCK_MODES = List.of("AccessShareLock", "RowShareLock", "RowExclusiveLock",
			"ShareUpdateExclusiveLock", "ShareLock", "ShareRowExclusiveLock", "ExclusiveLock", "AccessExclusiveLock",
			"SIReadLock");

	/** Since then the view of the background writer holds nothing but its own. */
	private static final int CHECKPOINTER_VIEW_SINCE = 17;

	/** Since then an operation on files can be of several blocks. */
	private static final int IO_IN_BYTES_SINCE = 18;

	private static final FigureQuestion DATABASE = FigureQuestion.about("statistics of the database")
		.figure("xact_commit", DatabaseMeter.TRANSACTIONS, "commit")
		.figure("xact_rollback", DatabaseMeter.TRANSACTIONS, "rollback")
		.figure("deadlocks", DatabaseMeter.DEADLOCKS)
		.figure("tup_fetched", DatabaseMeter.ROWS, "fetch")
		.figure("tup_inserted", DatabaseMeter.ROWS, "insert")
		.figure("tup_updated", DatabaseMeter.ROWS, "update")
		.figure("tup_deleted", DatabaseMeter.ROWS, "delete")
		.figure("blks_hit", PostgresMeter.BLOCKS, "hit")
		.figure("blks_read", PostgresMeter.BLOCKS, "read")
		.figure("temp_files", PostgresMeter.TEMP_FILES)
		.figure("temp_bytes", PostgresMeter.TEMP_WRITTEN)
		.from("pg_stat_database where datname = current_database()");

	/**
	 * What keeps vacuum from removing rows. Sessions of others show theirs only to who
	 * may see them; a part would be taken for the whole.
	 */
	private static final FigureQuestion VACUUM = FigureQuestion.about("vacuum").figure("""
			case when pg_has_role(current_user, 'pg_read_all_stats', 'usage') then
				coalesce(greatest(max(age(backend_xmin)), max(age(backend_xid)),
					(select greatest(max(age(xmin)), max(age(catalog_xmin))) from pg_replication_slots),
					(select max(age(transaction)) from pg_prepared_xacts)), 0) end
			""", PostgresMeter.XMIN_AGE).figure("""
			case when pg_has_role(current_user, 'pg_read_all_stats', 'usage') then
				count(*) filter (where backend_type = 'autovacuum worker') end
			""", PostgresMeter.AUTOVACUUM_RUNNING).from("pg_stat_activity where pid <> pg_backend_pid()");

	/**
	 * The time of the last transaction that was replayed says nothing once all that came
	 * was replayed: the primary may just be quiet. Without the right to see them, even
	 * the state of standbys is hidden.
	 */
	private static final FigureQuestion REPLICATION = FigureQuestion.about("replication")
		.figure("""
				case when not standbys.hidden and (own.bytes <= 0 or own.seconds is not null)
					then greatest(own.seconds, extract(epoch from standbys.lag), 0) end
				""", PostgresMeter.REPLICATION_LAG)
		.named("(select coalesce(nullif(application_name, ''), host(client_addr)) from pg_stat_replication"
				+ " where replay_lag is not null order by replay_lag desc limit 1)")
		.figure("""
				case when not standbys.hidden and own.bytes is not null
					then greatest(own.bytes, wal.lsn - standbys.replayed, 0) end
				""", PostgresMeter.REPLICATION_LAG_BYTES)
		.figure("(select coalesce(greatest(wal.lsn - min(restart_lsn), 0), 0) from pg_replication_slots)",
				PostgresMeter.SLOT_RETAINED)
		.named("(select slot_name::text from pg_replication_slots order by restart_lsn nulls last limit 1)")
		.figure("(select count(*) from pg_replication_slots where not active and not pg_is_in_recovery())",
				PostgresMeter.SLOTS_INACTIVE)
		.named("(select string_agg(slot_name::text, ', ' order by slot_name) from pg_replication_slots where not active)")
		.from("""
				(select case when pg_is_in_recovery() then pg_last_wal_replay_lsn() else pg_current_wal_lsn() end as lsn) wal,
				lateral (select
					case when pg_is_in_recovery() then pg_last_wal_receive_lsn() - wal.lsn else 0 end as bytes,
					case when pg_is_in_recovery() and coalesce(pg_last_wal_receive_lsn() > wal.lsn, true)
						then extract(epoch from clock_timestamp() - pg_last_xact_replay_timestamp()) end as seconds) own,
				(select coalesce(bool_or(state is null), false) as hidden, max(replay_lag) as lag,
					min(replay_lsn) as replayed from pg_stat_replication) standbys
				""");

	private LightTier() {
	}

	/**
	 * Return the questions to a server.
	 * @param version its major version
	 * @return the questions, in order
	 */
	static List<Question> questions(int version) {
		return List.of(DATABASE, locks(), VACUUM, REPLICATION, writing(version));
	}

	private static FigureQuestion locks() {
		FigureQuestion.Builder locks = FigureQuestion.about("locks").figure("""
				coalesce(greatest(extract(epoch from clock_timestamp() - min(waitstart)), 0), 0)
				""", DatabaseMeter.LOCK_WAIT_OLDEST);
		for (String mode : LOCK_MODES) {
			locks.figure("count(*) filter (where granted and mode = '" + mode + "')", PostgresMeter.LOCKS, mode, "true")
				.figure("count(*) filter (where not granted and mode = '" + mode + "')", PostgresMeter.LOCKS, mode,
						"false");
		}
		// Those of prepared transactions have no session
		return locks.from("pg_locks where pid is distinct from pg_backend_pid()");
	}

	private static FigureQuestion writing(int version) {
		FigureQuestion.Builder writing = FigureQuestion.about("what is written")
			.figure("wal.wal_bytes", PostgresMeter.WAL_GENERATED)
			.figure("archiver.failed_count", PostgresMeter.ARCHIVE_FAILURES)
			.figure("writer.buffers_clean", PostgresMeter.BUFFERS_WRITTEN, "background-writer");
		String source = "pg_stat_wal wal, pg_stat_archiver archiver, pg_stat_bgwriter writer";
		if (version < CHECKPOINTER_VIEW_SINCE) {
			return writing.figure("writer.checkpoints_timed", PostgresMeter.CHECKPOINTS, "timed")
				.figure("writer.checkpoints_req", PostgresMeter.CHECKPOINTS, "requested")
				.figure("writer.buffers_checkpoint", PostgresMeter.BUFFERS_WRITTEN, "checkpointer")
				.figure("writer.buffers_backend", PostgresMeter.BUFFERS_WRITTEN, "backend")
				.from(source);
		}
		String blocks = (version < IO_IN_BYTES_SINCE) ? "sum(coalesce(writes, 0) + coalesce(extends, 0))"
				: "sum(coalesce(write_bytes, 0) + coalesce(extend_bytes, 0)) / current_setting('block_size')::int";
		return writing
			.figure("checkpointer.num_timed + checkpointer.restartpoints_timed", PostgresMeter.CHECKPOINTS, "timed")
			.figure("checkpointer.num_requested + checkpointer.restartpoints_req", PostgresMeter.CHECKPOINTS,
					"requested")
			.figure("checkpointer.buffers_written", PostgresMeter.BUFFERS_WRITTEN, "checkpointer")
			.figure("(select " + blocks + """
					 from pg_stat_io where object = 'relation'
					and backend_type not in ('checkpointer', 'background writer'))
					""", PostgresMeter.BUFFERS_WRITTEN, "backend")
			.from(source + ", pg_stat_checkpointer checkpointer");
	}

}
