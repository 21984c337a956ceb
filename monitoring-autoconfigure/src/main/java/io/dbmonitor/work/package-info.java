/**
 * The unit of work: what the application does when it talks to its database. A request, a
 * job or a message where an entrance tells of it, else a transaction. Uses nothing else
 * of the project.
 */
@NullMarked
package io.dbmonitor.work;

import org.jspecify.annotations.NullMarked;
