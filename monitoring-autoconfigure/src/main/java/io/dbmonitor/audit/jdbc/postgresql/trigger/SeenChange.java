package io.dbmonitor.audit.jdbc.postgresql.trigger;

import io.dbmonitor.audit.Change;
import io.dbmonitor.audit.ChangeOperation;
import io.dbmonitor.audit.RowReader;

/**
 * A change that a trigger saw.
 *
 * @param change the change
 * @param row what became of the row, which can be a part of an entity only
 * @param reader reads the rows of its table
 */
record SeenChange(Change change, ChangeOperation row, RowReader reader) {

	/** Reads the rows of its table, where they are as they have to be. */
	RowReader table() {
		return (this.reader instanceof PlainRows plain) ? plain.table() : this.reader;
	}

	/** Whether its values are those of columns, which fields cannot be compared with. */
	boolean isOfColumns() {
		return table() != this.reader;
	}

	/** What it can be the change of. */
	ChangeOperation operation() {
		return this.reader.isIdentifying() ? this.change.operation() : this.row;
	}

	SeenChange as(String entity) {
		if (entity.equals(this.change.entity())) {
			return this;
		}
		Change named = new Change(entity, this.change.id(), this.change.operation(), this.change.source(),
				this.change.values(), this.change.statement());
		return new SeenChange(named, this.row, this.reader);
	}

}
