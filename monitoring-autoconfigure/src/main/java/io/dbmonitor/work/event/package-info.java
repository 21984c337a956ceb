/**
 * The entrance for application events: the methods that listen to them.
 */
@NullMarked
package io.dbmonitor.work.event;

import org.jspecify.annotations.NullMarked;
