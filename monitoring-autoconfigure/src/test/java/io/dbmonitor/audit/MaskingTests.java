package io.dbmonitor.audit;

import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class MaskingTests {

	private final Masking masking = new Masking(List.of("password", "api-key", "ssn"), null);

	@ParameterizedTest
	@ValueSource(strings = { "password", "passwordHash", "PASSWORD", "user_password", "credentials.password", "apiKey",
			"API_KEY", "stripe_api_key", "ssn", "customerSsn", "CUSTOMER_SSN", "owner.ssn" })
	void masksFieldsThatContainAWord(String field) {
		assertThat(this.masking.isMasked(field)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "name", "pass", "key", "apikind", "businessName", "processNumber", "addressNotes" })
	void leavesOtherFields(String field) {
		assertThat(this.masking.isMasked(field)).isFalse();
	}

}
