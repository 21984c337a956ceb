package io.dbmonitor.connection;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PoolUseTests {

	private final PoolUse use = new PoolUse();

	@Test
	void whatIsOlderThanFiveMinutesIsForgottenAlsoWhileNothingIsHeld() {
		this.use.add(List.of("GET /report", "GET /report", "POST /order"), 30);
		assertThat(this.use.shares()).containsExactly(new PoolShare("GET /report", 60, 2.0 / 3),
				new PoolShare("POST /order", 30, 1.0 / 3));
		for (int minute = 0; minute < 6; minute++) {
			this.use.add(List.of(), 60);
		}
		assertThat(this.use.shares()).isEmpty();
	}

	@Test
	void namesBeyondTheLimitCountTogether() {
		for (int i = 0; i < 300; i++) {
			this.use.add(List.of("job " + i), 0.1);
		}
		assertThat(this.use.shares()).hasSize(201)
			.first()
			.satisfies((share) -> assertThat(share.route()).isEqualTo(PoolUse.OTHER));
	}

}
