/**
 * The unit of work: what the application does when it talks to its database. A request, a
 * job, a message or an event where an entrance tells of it, else a transaction; with the
 * time it spent waiting, executing, fetching and holding a connection idle. And the line
 * of code: {@link io.dbmonitor.work.CallSites} finds the application's frames on a stack.
 * Uses nothing else of the project; the packages below it are its entrances, each with
 * the library it listens to, and its section.
 */
@NullMarked
package io.dbmonitor.work;

import org.jspecify.annotations.NullMarked;
