package io.dbmonitor.hibernate.model;

import java.math.BigDecimal;

import jakarta.persistence.Embeddable;
import org.jspecify.annotations.Nullable;

/** An embeddable. */
@Embeddable
public class Price {

	@Nullable BigDecimal amount;

	@Nullable String currency;

}
