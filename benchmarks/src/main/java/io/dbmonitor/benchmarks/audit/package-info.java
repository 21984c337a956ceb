/**
 * What the audit costs, beside plain Hibernate and beside Envers.
 */
package io.dbmonitor.benchmarks.audit;
