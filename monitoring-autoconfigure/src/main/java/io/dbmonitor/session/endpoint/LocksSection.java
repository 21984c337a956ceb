package io.dbmonitor.session.endpoint;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.dbmonitor.database.LockWait;
import io.dbmonitor.endpoint.Extended;
import io.dbmonitor.endpoint.Section;
import io.dbmonitor.endpoint.SectionException;
import io.dbmonitor.endpoint.SectionRequest;
import io.dbmonitor.session.LockNode;
import io.dbmonitor.session.Locks;
import io.dbmonitor.session.Sessions;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code locks}: who waits for whom.
 */
public final class LocksSection implements Section {

	private final Sessions sessions;

	public LocksSection(Sessions sessions) {
		this.sessions = sessions;
	}

	@Override
	public String name() {
		return "locks";
	}

	@Override
	public Object answer(SectionRequest request) {
		if (!request.path().isEmpty()) {
			throw SectionException.notFound("There is nothing below 'locks'.");
		}
		Locks locks = this.sessions.locks(request.limit());
		return new Answer(locks.trees()
			.entrySet()
			.stream()
			.flatMap((entry) -> entry.getValue().stream().map((root) -> node(entry.getKey(), root)))
			.limit(request.limit())
			.toList(), (locks.omitted() > 0) ? locks.omitted() : null);
	}

	private static Object node(String dataSource, LockNode node) {
		Map<String, Object> more = new LinkedHashMap<>();
		LockWait wait = node.lockWait();
		if (wait != null) {
			put(more, "mode", wait.mode());
			put(more, "relation", wait.relation());
			put(more, "waitSeconds", wait.seconds());
		}
		if (node.deadlock()) {
			more.put("deadlock", true);
		}
		if (node.omitted() > 0) {
			more.put("omitted", node.omitted());
		}
		more.put("waiting", node.waiting().stream().map((waiter) -> node(dataSource, waiter)).toList());
		Object session = node.session();
		return new Extended((session != null) ? session : new Gone(dataSource, node.pid(), node.pid() == 0), more);
	}

	private static void put(Map<String, Object> more, String key, @Nullable Object value) {
		if (value != null) {
			more.put(key, value);
		}
	}

	/**
	 * The answer.
	 *
	 * @param trees the trees, each by its root, that with the most waiting sessions first
	 * @param omitted how many sessions wait besides, of which the server was not asked
	 * for whom; left out where there are none
	 */
	record Answer(List<?> trees, @Nullable Integer omitted) {
	}

	/**
	 * What others wait for and is no session.
	 *
	 * @param dataSource the data source
	 * @param pid its number, 0 for a prepared transaction
	 * @param preparedTransaction whether it is a transaction prepared for a two-phase
	 * commit
	 */
	record Gone(String dataSource, int pid, boolean preparedTransaction) {
	}

}
