package io.dbmonitor.database;

/**
 * What the server itself counted of a statement, since its statistics began, whoever of
 * the same user sent it.
 *
 * @param text the statement as the server has it, without values
 * @param calls how often it was executed
 * @param rows how many rows it returned or affected
 * @param totalMillis how long it was executed, in milliseconds
 * @param blocksHit blocks that were found in the server's cache
 * @param blocksRead blocks that were not
 * @param temporaryBlocks blocks that did not fit into memory and were written to disk
 */
public record ServerStatement(String text, long calls, long rows, double totalMillis, long blocksHit, long blocksRead,
		long temporaryBlocks) {

}
