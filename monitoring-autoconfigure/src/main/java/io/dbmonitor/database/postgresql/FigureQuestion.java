package io.dbmonitor.database.postgresql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.dbmonitor.database.Figure;
import io.dbmonitor.meter.DocumentedMeter;

/**
 * A question that is answered by one row, each column of which is a figure. What is null
 * there is not told.
 *
 * @param subject what it is about
 * @param sql the statement
 * @param figures the figures, in the order of the columns
 */
record FigureQuestion(String subject, String sql, List<Figure> figures) implements Question {

	static Builder about(String subject) {
		return new Builder(subject);
	}

	@Override
	public void ask(Statement statement, Map<Figure, Double> figures) throws SQLException {
		try (ResultSet row = statement.executeQuery(this.sql)) {
			if (row.next()) {
				for (int i = 0; i < this.figures.size(); i++) {
					double value = row.getDouble(i + 1);
					if (!row.wasNull()) {
						figures.put(this.figures.get(i), value);
					}
				}
			}
		}
	}

	static final class Builder {

		private final String subject;

		private final List<String> expressions = new ArrayList<>();

		private final List<Figure> figures = new ArrayList<>();

		private Builder(String subject) {
			this.subject = subject;
		}

		Builder figure(String expression, DocumentedMeter meter, String... tagValues) {
			this.expressions.add(expression.strip());
			this.figures.add(Figure.of(meter, tagValues));
			return this;
		}

		FigureQuestion from(String source) {
			return new FigureQuestion(this.subject,
					"select " + String.join(",\n\t", this.expressions) + "\nfrom " + source.strip(),
					List.copyOf(this.figures));
		}

	}

}
