/**
 * The inspector of MariaDB, 10.6 and newer, and of MySQL, 8.0 and newer, as far as it
 * shares what MariaDB tells.
 */
@NullMarked
package io.dbmonitor.database.mysql;

import org.jspecify.annotations.NullMarked;
