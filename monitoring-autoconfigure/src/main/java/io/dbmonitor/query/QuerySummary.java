package io.dbmonitor.query;

/**
 * The statements of one data source in sum, as the overview shows them.
 *
 * @param executions how many executions there were, failed ones among them
 * @param errors how many of them failed
 * @param statements how many distinct statements are known
 */
public record QuerySummary(long executions, long errors, int statements) {

}
