package io.dbmonitor.audit.jdbc.postgresql.trigger;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Compares a value as the application had it with what the database made of it: numbers
 * get another scale, times are rounded to microseconds, characters are padded.
 */
final class RenderedValues {

	private static final Duration PRECISION = Duration.ofNanos(1000);

	/** As {@code java.time} writes what has a time of the day. */
	private static final DateTimeFormatter FORM = new DateTimeFormatterBuilder().optionalStart()
		.append(DateTimeFormatter.ISO_LOCAL_DATE)
		.optionalStart()
		.appendLiteral('T')
		.optionalEnd()
		.optionalStart()
		.appendLiteral(' ')
		.optionalEnd()
		.optionalEnd()
		.append(DateTimeFormatter.ISO_LOCAL_TIME)
		.optionalStart()
		.appendOffsetId()
		.optionalEnd()
		.toFormatter(Locale.ROOT);

	private RenderedValues() {
	}

	static boolean isSame(@Nullable Object one, @Nullable Object other) {
		if (one == null || other == null) {
			return one == other;
		}
		if (one.equals(other)) {
			return true;
		}
		if (one instanceof Number && other instanceof Number) {
			return isSameNumber(one.toString(), other.toString());
		}
		String text = one.toString().stripTrailing();
		String otherText = other.toString().stripTrailing();
		return text.equals(otherText) || isSameTime(text, otherText);
	}

	/** What the same texts have in common, in most cases. */
	static Object comparable(String text) {
		String stripped = text.stripTrailing();
		Instant time = time(stripped);
		return (time != null) ? time.plusNanos(PRECISION.toNanos() / 2).truncatedTo(ChronoUnit.MICROS) : stripped;
	}

	private static boolean isSameNumber(String one, String other) {
		try {
			return new BigDecimal(one).compareTo(new BigDecimal(other)) == 0;
		}
		catch (NumberFormatException ex) {
			// Not a number, or infinite
			return false;
		}
	}

	private static boolean isSameTime(String one, String other) {
		Instant time = time(one);
		Instant otherTime = (time != null) ? time(other) : null;
		return time != null && otherTime != null && Duration.between(time, otherTime).abs().compareTo(PRECISION) < 0;
	}

	private static @Nullable Instant time(String text) {
		if (text.isEmpty() || !Character.isDigit(text.charAt(0)) || text.indexOf(':') < 0) {
			return null;
		}
		try {
			TemporalAccessor parsed = FORM.parseBest(text, OffsetDateTime::from, LocalDateTime::from, LocalTime::from);
			if (parsed instanceof OffsetDateTime known) {
				return known.toInstant();
			}
			return (parsed instanceof LocalDateTime local) ? local.toInstant(ZoneOffset.UTC)
					: LocalTime.from(parsed).atDate(LocalDate.EPOCH).toInstant(ZoneOffset.UTC);
		}
		catch (DateTimeParseException ex) {
			return null;
		}
	}

}
