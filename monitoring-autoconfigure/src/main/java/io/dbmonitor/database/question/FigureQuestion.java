package io.dbmonitor.database.question;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import io.dbmonitor.database.Figure;
import io.dbmonitor.meter.DocumentedMeter;

/**
 * A question that is answered by one row, each column of which is a figure. What is null
 * there is not told.
 *
 * @param subject what it is about
 * @param sql the statement
 * @param figures the figures, in the order of the columns
 * @param named those whose names are told in the columns behind
 */
public record FigureQuestion(String subject, String sql, List<Figure> figures, List<Figure> named) implements Question {

	/**
	 * Begin a question.
	 * @param subject what it is about
	 * @return its parts
	 */
	public static Builder about(String subject) {
		return new Builder(subject);
	}

	@Override
	public void ask(Statement statement, Answer answer) throws SQLException {
		try (ResultSet row = statement.executeQuery(this.sql)) {
			if (row.next()) {
				int column = 0;
				for (Figure figure : this.figures) {
					double value = row.getDouble(++column);
					if (!row.wasNull()) {
						answer.put(figure, value);
					}
				}
				for (Figure figure : this.named) {
					String name = row.getString(++column);
					if (name != null) {
						answer.name(figure, name);
					}
				}
			}
		}
	}

	/**
	 * The parts of a question.
	 */
	public static final class Builder {

		private final String subject;

		private final List<String> expressions = new ArrayList<>();

		private final List<Figure> figures = new ArrayList<>();

		private final List<String> names = new ArrayList<>();

		private final List<Figure> named = new ArrayList<>();

		private Builder(String subject) {
			this.subject = subject;
		}

		/**
		 * Ask for a figure.
		 * @param expression SQL
		 * @param meter the figure's meter
		 * @param tagValues the values of its tags but the first
		 * @return the parts
		 */
		public Builder figure(String expression, DocumentedMeter meter, String... tagValues) {
			this.expressions.add(expression.strip());
			this.figures.add(Figure.of(meter, tagValues));
			return this;
		}

		/**
		 * Ask what the figure is of that came last.
		 * @param expression SQL
		 * @return the parts
		 */
		public Builder named(String expression) {
			this.names.add(expression.strip());
			this.named.add(this.figures.get(this.figures.size() - 1));
			return this;
		}

		/**
		 * End the question.
		 * @param source SQL, all behind {@code from}
		 * @return the question
		 */
		public FigureQuestion from(String source) {
			List<String> columns = new ArrayList<>(this.expressions);
			columns.addAll(this.names);
			return new FigureQuestion(this.subject,
					"select " + String.join(",\n\t", columns) + "\nfrom " + source.strip(), List.copyOf(this.figures),
					List.copyOf(this.named));
		}

	}

}
