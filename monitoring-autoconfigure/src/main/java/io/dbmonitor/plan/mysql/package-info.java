/**
 * Plans of MariaDB and MySQL.
 */
@NullMarked
package io.dbmonitor.plan.mysql;

import org.jspecify.annotations.NullMarked;
