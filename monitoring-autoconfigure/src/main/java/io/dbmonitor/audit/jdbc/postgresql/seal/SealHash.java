package io.dbmonitor.audit.jdbc.postgresql.seal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.function.Consumer;
import java.util.function.Supplier;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.jspecify.annotations.Nullable;

/**
 * Hashes fields so that no two lists of them have the same bytes: each is led by its
 * length. With a secret by HMAC-SHA-256 (RFC 2104), so that nobody else can, without it
 * by SHA-256. Belongs to one thread.
 */
final class SealHash {

	private static final String KEYED = "HmacSHA256";

	private static final int NULL = -1;

	private final Consumer<byte[]> update;

	private final Supplier<byte[]> digest;

	private SealHash(Consumer<byte[]> update, Supplier<byte[]> digest) {
		this.update = update;
		this.digest = digest;
	}

	/**
	 * Make what hashes with a secret.
	 * @param key the secret, {@code null} for none
	 */
	static SealHash of(@Nullable String key) {
		try {
			if (key == null) {
				MessageDigest digest = MessageDigest.getInstance("SHA-256");
				return new SealHash(digest::update, digest::digest);
			}
			Mac mac = Mac.getInstance(KEYED);
			mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), KEYED));
			return new SealHash(mac::update, mac::doFinal);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256 and " + KEYED, ex);
		}
	}

	SealHash add(@Nullable String text) {
		return add((text != null) ? text.getBytes(StandardCharsets.UTF_8) : null);
	}

	SealHash add(@Nullable Hash hash) {
		return add((hash != null) ? hash.bytes() : null);
	}

	SealHash add(@Nullable Long number) {
		return add((number != null) ? ByteBuffer.allocate(Long.BYTES).putLong(number).array() : null);
	}

	private SealHash add(byte @Nullable [] bytes) {
		int length = (bytes != null) ? bytes.length : NULL;
		this.update.accept(ByteBuffer.allocate(Integer.BYTES).putInt(length).array());
		if (bytes != null) {
			this.update.accept(bytes);
		}
		return this;
	}

	/** Return the hash of what was added, and begin anew. */
	Hash end() {
		return new Hash(this.digest.get());
	}

}
