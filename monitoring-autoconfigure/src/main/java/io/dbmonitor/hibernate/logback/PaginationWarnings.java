package io.dbmonitor.hibernate.logback;

import java.lang.StackWalker.StackFrame;
import java.util.List;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.dbmonitor.query.FindingKind;
import io.dbmonitor.query.QueryStatistics;
import io.dbmonitor.work.CurrentWork;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Hears Hibernate's warning {@code HHH90003004}: a query with a limit and a fetched
 * collection, whose rows are all read and paged through in memory. Hibernate tells it to
 * its log alone, on the thread that sends the statement next.
 */
public final class PaginationWarnings extends AppenderBase<ILoggingEvent>
		implements SmartInitializingSingleton, DisposableBean {

	private static final String LOGGER = "org.hibernate.orm.query";

	private static final String WARNING = "HHH90003004";

	private final QueryStatistics statistics;

	private final CurrentWork currentWork;

	/**
	 * Hear warnings.
	 * @param statistics told of each
	 * @param currentWork tells on what the thread works
	 */
	public PaginationWarnings(QueryStatistics statistics, CurrentWork currentWork) {
		this.statistics = statistics;
		this.currentWork = currentWork;
	}

	@Override
	public void afterSingletonsInstantiated() {
		if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
			setContext(context);
			setName(PaginationWarnings.class.getName());
			start();
			logger(context).addAppender(this);
		}
	}

	@Override
	public void destroy() {
		if (getContext() instanceof LoggerContext context) {
			logger(context).detachAppender(this);
			stop();
		}
	}

	@Override
	protected void append(ILoggingEvent event) {
		if (event.getFormattedMessage().contains(WARNING)) {
			this.statistics.expect(FindingKind.IN_MEMORY_PAGINATION, this.currentWork.current(),
					PaginationWarnings::isHibernate);
		}
	}

	/** All contexts of a process hear the warning of one. */
	private static boolean isHibernate(List<StackFrame> stack) {
		return stack.stream().anyMatch((frame) -> frame.getClassName().startsWith("org.hibernate."));
	}

	private static Logger logger(LoggerContext context) {
		return context.getLogger(LOGGER);
	}

}
