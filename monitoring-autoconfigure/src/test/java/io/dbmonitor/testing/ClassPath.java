package io.dbmonitor.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * The tests' class path without some of its libraries: what runs on it is loaded anew, so
 * that the libraries are truly not there.
 */
public final class ClassPath {

	private final List<String> hidden;

	private ClassPath(List<String> hidden) {
		this.hidden = hidden;
	}

	/**
	 * A class path that lacks libraries.
	 * @param artifacts what the names of their files begin with
	 */
	public static ClassPath without(String... artifacts) {
		return new ClassPath(List.of(artifacts));
	}

	/**
	 * Call something on this class path.
	 * @param type a class with a constructor without parameters
	 * @return what it answers
	 */
	public String call(Class<? extends Callable<String>> type) throws Exception {
		ClassLoader before = Thread.currentThread().getContextClassLoader();
		try (URLClassLoader loader = new URLClassLoader(urls(), ClassLoader.getPlatformClassLoader())) {
			Thread.currentThread().setContextClassLoader(loader);
			disableUrlHandler(loader);
			var constructor = loader.loadClass(type.getName()).getDeclaredConstructor();
			constructor.setAccessible(true);
			return String.valueOf(((Callable<?>) constructor.newInstance()).call());
		}
		finally {
			Thread.currentThread().setContextClassLoader(before);
		}
	}

	/** Tomcat registers one with the virtual machine, which takes a single one. */
	private static void disableUrlHandler(ClassLoader loader) throws ReflectiveOperationException {
		loader.loadClass("org.apache.catalina.webresources.TomcatURLStreamHandlerFactory")
			.getMethod("disable")
			.invoke(null);
	}

	private URL[] urls() {
		List<URL> urls = new ArrayList<>();
		List<String> left = new ArrayList<>(this.hidden);
		for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
			Path path = Path.of(entry);
			String name = String.valueOf(path.getFileName());
			if (!name.endsWith(".jar") || this.hidden.stream().noneMatch(name::startsWith)) {
				urls.add(url(path));
			}
			else {
				left.removeIf(name::startsWith);
			}
		}
		if (!left.isEmpty()) {
			throw new IllegalArgumentException("The class path has no " + left + " that could be hidden");
		}
		return urls.toArray(URL[]::new);
	}

	private static URL url(Path path) {
		try {
			return path.toUri().toURL();
		}
		catch (MalformedURLException ex) {
			throw new UncheckedIOException(new IOException(ex));
		}
	}

}
