package io.dbmonitor.audit.jdbc.postgresql.seal;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * An entry, and what became of its change set.
 *
 * @param entry the entry
 * @param chain the hash of the chain that ends with it, as it stands there
 * @param later whether the change set is kept in part or removed, {@code null} for
 * neither
 * @param partition what became of the partition that it is in, {@code null} for nothing
 * @param changes how many changes there have to be
 * @param parts of the change set, whatever the places of its changes
 * @param content the hash of the change set
 */
record SealedChangeSet(SealEntry entry, Hash chain, @Nullable SealKind later, @Nullable SealKind partition,
		@Nullable Long changes, @Nullable Hash parts, @Nullable Hash content) {

	static SealedChangeSet of(SealEntry entry, Hash chain, Map<Long, SealEntry> laterEntries,
			List<SealEntry> partitions) {
		SealEntry later = laterEntries.get(entry.first());
		SealKind kind = (later != null && later.position() > entry.position()) ? later.kind() : null;
		SealKind partition = null;
		for (SealEntry range : partitions) {
			partition = (range.position() > entry.position() && range.contains(entry.first())) ? range.kind()
					: partition;
		}
		SealEntry state = (later != null && kind == SealKind.KEPT) ? later : entry;
		return new SealedChangeSet(entry, chain, kind, partition, state.changes(), state.partsHash(), state.content());
	}

	boolean isRemoved() {
		return this.later == SealKind.REMOVED || this.partition == SealKind.DROPPED;
	}

}
