/**
 * The join. What the server shows of sessions, locks and statements meets what the
 * application knows of them: who holds the connection, and who sends the statement.
 */
@NullMarked
package io.dbmonitor.session;

import org.jspecify.annotations.NullMarked;
