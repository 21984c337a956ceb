package io.dbmonitor.testing;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

import io.zonky.test.db.postgres.embedded.PgBinaryResolver;

/**
 * The embedded server of another version than the one on the class path, of which there
 * can be but one: the build puts it aside.
 */
public final class PostgresBinaries implements PgBinaryResolver {

	/** The version before the newest. */
	public static final PostgresBinaries PREVIOUS = new PostgresBinaries(Path.of("target", "postgres-17.jar"));

	private final Path jar;

	private PostgresBinaries(Path jar) {
		this.jar = jar;
	}

	@Override
	public InputStream getPgBinary(String system, String machineHardware) throws IOException {
		try (ZipFile file = new ZipFile(this.jar.toFile())) {
			ZipEntry entry = file.stream()
				.filter((candidate) -> candidate.getName().endsWith(".txz"))
				.findFirst()
				.orElseThrow();
			try (InputStream binary = file.getInputStream(entry)) {
				return new ByteArrayInputStream(binary.readAllBytes());
			}
		}
	}

}
