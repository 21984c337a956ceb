package io.dbmonitor.hibernate;

import io.dbmonitor.audit.MapperStatements;

/**
 * Finds Hibernate's own writes of entities and collections on the stack: all of them, and
 * nothing else, go through its mutation executors, in a flush, outside of one, in
 * stateless sessions and for the increments of versions, while bulk statements and native
 * SQL do not.
 */
public final class HibernateStatements implements MapperStatements {

	/** An executor is a few frames away from where its statement is prepared. */
	private static final int DEPTH = 40;

	private static final String EXECUTORS = "org.hibernate.engine.jdbc.mutation.";

	private static final StackWalker walker = StackWalker.getInstance();

	@Override
	public boolean isOfEntity() {
		return walker
			.walk((frames) -> frames.limit(DEPTH).anyMatch((frame) -> frame.getClassName().startsWith(EXECUTORS)));
	}

}
