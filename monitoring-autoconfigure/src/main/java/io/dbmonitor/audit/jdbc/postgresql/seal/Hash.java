package io.dbmonitor.audit.jdbc.postgresql.seal;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;

import org.jspecify.annotations.Nullable;

/**
 * Bytes that stand for others. Immutable.
 */
final class Hash {

	/** Of SHA-256, in bytes. */
	static final int LENGTH = 32;

	private static final BigInteger ALL = BigInteger.ONE.shiftLeft(LENGTH * Byte.SIZE);

	/** The sum of none. */
	static final Hash ZERO = new Hash(new byte[LENGTH]);

	private final byte[] bytes;

	Hash(byte[] bytes) {
		this.bytes = bytes.clone();
	}

	static @Nullable Hash of(byte @Nullable [] bytes) {
		return (bytes != null) ? new Hash(bytes) : null;
	}

	/** Add another one, whatever the order of several. */
	Hash plus(Hash other) {
		byte[] sum = new BigInteger(1, this.bytes).add(new BigInteger(1, other.bytes)).mod(ALL).toByteArray();
		byte[] padded = new byte[LENGTH];
		int length = Math.min(sum.length, LENGTH);
		System.arraycopy(sum, sum.length - length, padded, LENGTH - length, length);
		return new Hash(padded);
	}

	byte[] bytes() {
		return this.bytes.clone();
	}

	@Override
	public boolean equals(@Nullable Object object) {
		return object instanceof Hash other && Arrays.equals(this.bytes, other.bytes);
	}

	@Override
	public int hashCode() {
		return Arrays.hashCode(this.bytes);
	}

	@Override
	public String toString() {
		return HexFormat.of().formatHex(this.bytes);
	}

}
