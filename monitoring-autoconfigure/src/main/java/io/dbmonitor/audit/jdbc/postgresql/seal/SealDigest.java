package io.dbmonitor.audit.jdbc.postgresql.seal;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static java.net.URLDecoder.decode;
import static java.net.URLEncoder.encode;

/**
 * The end of a chain at a moment, to be kept where nobody who can write the database can
 * write: whoever changes what was sealed until then makes a chain that does not contain
 * it. Its text can be kept in a file or a ticket, and read again.
 *
 * @param dataSource the data source that leads to the database
 * @param chain the id of the chain, 32 hexadecimal digits
 * @param position the position of the last entry
 * @param hash its hash, 64 hexadecimal digits
 * @param at when that was written
 */
public record SealDigest(String dataSource, String chain, long position, String hash, Instant at) {

	private static final Pattern TEXT = Pattern
		.compile("dbmonitor-seal:1:([^:\\s]+):([0-9a-f]{32}):(\\d{1,18}):([0-9a-f]{64}):(\\S+)");

	/**
	 * Read a digest.
	 * @param text what {@link #toString()} returned
	 * @return the digest
	 * @throws IllegalArgumentException if it is none
	 */
	public static SealDigest parse(String text) {
		Matcher matcher = TEXT.matcher(text.strip());
		if (!matcher.matches()) {
			throw new IllegalArgumentException("This is no digest. One begins with 'dbmonitor-seal:1:'.");
		}
		try {
			return new SealDigest(decode(matcher.group(1), StandardCharsets.UTF_8), matcher.group(2),
					Long.parseLong(matcher.group(3)), matcher.group(4), Instant.parse(matcher.group(5)));
		}
		catch (DateTimeException ex) {
			throw new IllegalArgumentException("This is no digest: it ends with no moment.", ex);
		}
	}

	@Override
	public String toString() {
		return "dbmonitor-seal:1:" + encode(this.dataSource, StandardCharsets.UTF_8) + ":" + this.chain + ":"
				+ this.position + ":" + this.hash + ":" + this.at;
	}

}
