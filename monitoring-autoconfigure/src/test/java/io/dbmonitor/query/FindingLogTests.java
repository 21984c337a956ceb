package io.dbmonitor.query;

import java.time.Instant;

import io.dbmonitor.fault.Faults;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the log is told of a finding, and what is advised.
 */
@ExtendWith(OutputCaptureExtension.class)
class FindingLogTests {

	private final StatementRegistry registry = new StatementRegistry("main", SqlDialect.STANDARD, 10, 10_000,
			() -> Instant.EPOCH, new Faults());

	@Test
	void aLongStatementIsCut(CapturedOutput output) {
		FindingSnapshot finding = slow("select " + "a_long_name, ".repeat(100) + "last_name from t");
		new FindingLog().found(finding);
		assertThat(finding.statement()).endsWith("last_name from t");
		assertThat(output).contains("slow in no known unit of work at an unknown line: select a_long_name, ")
			.contains("…. Look at its plan")
			.doesNotContain("last_name");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "update t set a = 1 | true", "delete from t | true",
			"select a from t where b = 1 for update skip locked | true",
			"select a from t for no key update of t | true", "select a from t for share | true",
			"select a from t | false", "select substring(a for 2) from t | false", "insert into t values (1) | false" })
	void adviceNamesLocksWhereTheyCanBeWaitedFor(String sql, boolean locks) {
		String advice = slow(sql).advice();
		assertThat(advice).contains("plan");
		assertThat(advice.contains("lock")).isEqualTo(locks);
	}

	private FindingSnapshot slow(String sql) {
		Findings findings = new Findings(() -> Instant.EPOCH);
		return findings.occurred(FindingKind.SLOW, this.registry.find(sql)).snapshot();
	}

}
