package io.dbmonitor.work;

import java.util.List;

/**
 * The application's way to a statement: its own frames on the stack, those of libraries
 * left out.
 *
 * @param sites the lines, the innermost first, each run of the same line once; empty
 * where only libraries were on the stack
 * @param hash tells places within one line apart
 */
public record CallPath(List<CallSite> sites, int hash) {

}
