package io.dbmonitor.query;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.jdbc.DatabaseDriver;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What must not change a fingerprint, tried at random, and what must hold of any text.
 */
class FingerprintInvarianceTests {

	private static final int MAX_LENGTH = 200;

	/** What begins, ends or parts something, and what stands between. */
	private static final List<String> PIECES = List.of("'", "\"", "`", "$$", "$a$", "$1", "$", "E'", "U&'", "U&\"",
			"q'[", "]'", "\\", "/*", "*/", "--", "#", "\n", " ", "\0", "\u00a0", "é", "\ud83d", "(", ")", "[", "]", "{",
			"}", ",", ";", ".", ":", "::", ":a", "?", "??", "?|", "@", "-", "+", "||", "=", "!=", "1", "1e", "0x", ".5",
			"a", "in", "in (", "values", "values (", "), (", "(1,", "array[", "[1,", "select", "with", "as", "not",
			"is", "null", "true", "from", "table", "extract(");

	@ParameterizedTest
	@MethodSource("templates")
	void spacingCommentsCaseAndValuesDoNotCount(String template) {
		RandomStatements random = new RandomStatements(new Random(template.hashCode()));
		long expected = hash(random.render(template));
		for (int i = 0; i < 200; i++) {
			String statement = random.render(template);
			assertThat(hash(statement)).as(statement).isEqualTo(expected);
		}
	}

	@ParameterizedTest
	@MethodSource("templates")
	void theStyleOfParametersDoesNotCount(String template) {
		RandomStatements random = new RandomStatements(new Random(template.hashCode()));
		long expected = hash(random.render(template));
		assertThat(Stream.of("?", "$1", "?1", ":name").map((style) -> random.render(template, style)))
			.allSatisfy((statement) -> assertThat(hash(statement)).as(statement).isEqualTo(expected));
	}

	@Test
	void eachTemplateHasItsOwnFingerprint() {
		RandomStatements random = new RandomStatements(new Random(1));
		assertThat(templates().map((template) -> hash(random.render(template)))).doesNotHaveDuplicates();
	}

	@ParameterizedTest
	@MethodSource("statements")
	void whatIsNormalisedStaysAsItIs(String statement) {
		String normalised = Fingerprint.of(statement, 10_000).statement();
		assertThat(Fingerprint.of(normalised, 10_000).statement()).isEqualTo(normalised);
		assertThat(hash(normalised)).isEqualTo(hash(statement));
	}

	@ParameterizedTest
	@MethodSource("statements")
	void howMuchTextIsKeptDoesNotCount(String statement) {
		String whole = Fingerprint.of(statement, 10_000).statement();
		for (int length : new int[] { 0, 1, 10, 40, 41, 42, 43, 100 }) {
			Fingerprint cut = Fingerprint.of(statement, length);
			assertThat(cut.hash()).isEqualTo(hash(statement));
			assertThat(cut.statement()).hasSizeLessThanOrEqualTo(length + 1);
			assertThat(whole).startsWith(cut.statement().replace("…", ""));
		}
	}

	@ParameterizedTest
	@MethodSource("templates")
	void noConstantIsKept(String template) {
		RandomStatements random = new RandomStatements(new Random(1));
		assertThat(Stream
			.of("'%s'", "'it''s %s'", "E'it\\'s %s'", "U&'%s'", "$$%s$$", "$a$ '%s' $$ $a$", "'--'\n'%s'", "-%s.5e1",
					"0x%s", "%s")
			.map((form) -> random.render(template, form.formatted("424242"))))
			.allSatisfy((statement) -> assertThat(Fingerprint.of(statement, 10_000).statement()).as(statement)
				.doesNotContain("4242"));
	}

	@RepeatedTest(20)
	void anyTextHasAFingerprint(RepetitionInfo repetition) {
		Random random = new Random(repetition.getCurrentRepetition());
		for (int i = 0; i < 1000; i++) {
			String text = random.ints(random.nextInt(60), 0, PIECES.size())
				.mapToObj(PIECES::get)
				.collect(Collectors.joining());
			for (DatabaseDriver driver : List.of(DatabaseDriver.POSTGRESQL, DatabaseDriver.MYSQL,
					DatabaseDriver.SQLSERVER, DatabaseDriver.ORACLE, DatabaseDriver.UNKNOWN)) {
				Fingerprint fingerprint = Fingerprint.of(text, MAX_LENGTH, SqlDialect.of(driver));
				assertThat(fingerprint.statement()).as(text).hasSizeLessThanOrEqualTo(MAX_LENGTH + 1);
				assertThat(fingerprint).as(text).isEqualTo(Fingerprint.of(text, MAX_LENGTH, SqlDialect.of(driver)));
			}
		}
	}

	private static Stream<String> templates() {
		return Corpus.templates().stream();
	}

	private static Stream<String> statements() {
		return Stream.of(Corpus.sample(), Corpus.handwritten(), Corpus.generated()).flatMap(List::stream);
	}

	private static long hash(String statement) {
		return Fingerprint.of(statement, MAX_LENGTH).hash();
	}

}
