package io.dbmonitor.hibernate;

import org.hibernate.event.spi.PostDeleteEventListener;
import org.hibernate.event.spi.PostInsertEventListener;
import org.hibernate.event.spi.PostUpdateEventListener;
import org.hibernate.event.spi.PostUpsertEventListener;
import org.hibernate.event.spi.PreDeleteEventListener;
import org.hibernate.event.spi.PreInsertEventListener;
import org.hibernate.event.spi.PreUpdateEventListener;
import org.hibernate.event.spi.PreUpsertEventListener;

/**
 * Hears of each write of an entity, before it and after it.
 */
interface EntityWriteListener
		extends PreInsertEventListener, PreUpdateEventListener, PreDeleteEventListener, PreUpsertEventListener,
		PostInsertEventListener, PostUpdateEventListener, PostDeleteEventListener, PostUpsertEventListener {

}
