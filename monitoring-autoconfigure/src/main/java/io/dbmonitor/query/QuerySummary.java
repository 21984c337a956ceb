package io.dbmonitor.query;

/**
 * The statements of one data source in sum, as the overview shows them.
 *
 * @param executions how many executions there were, failed ones among them
 * @param errors how many of them failed
 * @param statements how many distinct statements are known
 * @param slow how many executions took longer than the threshold
 * @param nPlusOne in how many units of work there was an N+1
 */
public record QuerySummary(long executions, long errors, int statements, long slow, long nPlusOne) {

}
