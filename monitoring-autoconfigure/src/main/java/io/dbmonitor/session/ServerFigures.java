package io.dbmonitor.session;

import io.dbmonitor.meter.Rounded;

/**
 * What the server itself counted of a statement, in milliseconds.
 *
 * @param calls how often it was executed
 * @param rows how many rows it returned or affected
 * @param totalMillis how long it was executed
 * @param meanMillis the mean of that
 * @param blocksHit blocks that were found in the server's cache
 * @param blocksRead blocks that were not
 * @param temporaryBlocks blocks that did not fit into memory and were written to disk
 */
public record ServerFigures(long calls, long rows, double totalMillis, double meanMillis, long blocksHit,
		long blocksRead, long temporaryBlocks) {

	static ServerFigures sum(ServerFigures a, ServerFigures b) {
		return of(a.calls + b.calls, a.rows + b.rows, a.totalMillis + b.totalMillis, a.blocksHit + b.blocksHit,
				a.blocksRead + b.blocksRead, a.temporaryBlocks + b.temporaryBlocks);
	}

	static ServerFigures of(long calls, long rows, double totalMillis, long blocksHit, long blocksRead,
			long temporaryBlocks) {
		return new ServerFigures(calls, rows, Rounded.millis(totalMillis * 1e6),
				Rounded.millis((calls > 0) ? totalMillis * 1e6 / calls : 0.0), blocksHit, blocksRead, temporaryBlocks);
	}

}
