package io.dbmonitor.audit;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.jspecify.annotations.Nullable;

/**
 * Which fields are never kept, and what is kept instead: those whose name contains one of
 * some words, in whatever case and with or without separators. A short word, which could
 * be a part of many an innocent name, has to be a word of the name: {@code ssn} masks
 * {@code customerSsn} but not {@code businessName}.
 */
public final class Masking {

	private static final int SHORT = 4;

	private static final String ALGORITHM = "HmacSHA256";

	private final List<String> words;

	/** As many as there are fields. */
	private final Map<String, Boolean> known = new ConcurrentHashMap<>();

	private final @Nullable SecretKeySpec key;

	/**
	 * Mask fields by words.
	 * @param words the words
	 * @param key makes a keyed hash of each masked value; {@code null} for none
	 */
	public Masking(List<String> words, @Nullable String key) {
		this.key = (key != null) ? new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), ALGORITHM) : null;
		this.words = words.stream().map(Masking::canonical).filter((word) -> !word.isEmpty()).toList();
	}

	/**
	 * Whether a field is masked.
	 * @param field its name; of a field in an embeddable the whole path
	 * @return whether its values must not be kept
	 */
	public boolean isMasked(String field) {
		return this.known.computeIfAbsent(field, this::matches);
	}

	/**
	 * Return what is kept instead of a value.
	 * @param value the value as it would be kept
	 * @return asterisks; with a key and a hash of the value, by which two values can be
	 * proven to be the same (RFC 2104, with SHA-256)
	 */
	public String mask(Object value) {
		return (this.key != null) ? ValueChange.MASK + " hmac-sha256:" + hash(this.key, value.toString())
				: ValueChange.MASK;
	}

	private static String hash(SecretKeySpec key, String text) {
		try {
			Mac mac = Mac.getInstance(ALGORITHM);
			mac.init(key);
			return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("Every Java platform has " + ALGORITHM, ex);
		}
	}

	private boolean matches(String field) {
		String separated = field.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_");
		List<String> parts = List.of(separated.toLowerCase(Locale.ROOT).split("[^a-z0-9]+"));
		String name = canonical(field);
		return this.words.stream()
			.anyMatch((word) -> (word.length() > SHORT) ? name.contains(word) : parts.contains(word));
	}

	private static String canonical(String name) {
		return name.replaceAll("[_\\-\\s]", "").toLowerCase(Locale.ROOT);
	}

}
