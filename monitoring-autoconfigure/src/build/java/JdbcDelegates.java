import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes the plain delegating classes of {@code io.dbmonitor.proxy}: one class for each JDBC
 * interface, each method handed to the wrapped object and nothing else. They are generated because
 * they are 600 methods without a thought in them; what the monitor does lies in the classes that
 * extend them.
 */
class JdbcDelegates {

	private static final List<Delegate> DELEGATES = List.of(
			new Delegate("DelegatingConnection", Connection.class, null, "", ""),
			new Delegate("DelegatingStatement", Statement.class, null, "", ""),
			new Delegate("DelegatingPreparedStatement", PreparedStatement.class, Statement.class,
					"WatchedStatement",
					"WatchedConnection connection, io.dbmonitor.query.StatementRecorder recorder"),
			new Delegate("DelegatingCallableStatement", CallableStatement.class, PreparedStatement.class,
					"WatchedPreparedStatement",
					"WatchedConnection connection, io.dbmonitor.query.StatementRecorder recorder, String sql"),
			new Delegate("DelegatingDatabaseMetaData", DatabaseMetaData.class, null, "", ""),
			new Delegate("DelegatingResultSet", ResultSet.class, null, "", ""));

	private static final Set<String> VALUES = Set.of("getString", "getBoolean", "getByte", "getShort", "getInt", "getLong",
			"getFloat", "getDouble", "getBigDecimal", "getBytes", "getDate", "getTime", "getTimestamp", "getObject",
			"wasNull");

	public static void main(String[] args) throws IOException {
		Path folder = Path.of(args[0], "io", "dbmonitor", "proxy");
		Files.createDirectories(folder);
		for (Delegate delegate : DELEGATES) {
			Path file = folder.resolve(delegate.name() + ".java");
			String source = delegate.source();
			// A file that is left alone does not make the compiler start anew
			if (!Files.exists(file) || !Files.readString(file).equals(source)) {
				Files.writeString(file, source);
			}
		}
	}

	/**
	 * One class to write.
	 *
	 * @param name its name
	 * @param type the JDBC interface
	 * @param inherited the interface whose methods the superclass has already, if any
	 * @param superclass the superclass, or empty
	 * @param context what the superclass's constructor takes beside the wrapped object, or empty
	 */
	private record Delegate(String name, Class<?> type, Class<?> inherited, String superclass, String context) {

		String source() {
			return """
					package io.dbmonitor.proxy;

					/**
					 * Hands each method of {@link %2$s} to the wrapped one.
					 */
					@javax.annotation.processing.Generated("JdbcDelegates")
					@SuppressWarnings("deprecation")
					abstract class %1$s%3$s implements %2$s {

						final %2$s delegate;
					%7$s
						%1$s(%2$s delegate%4$s) {%5$s
							this.delegate = delegate;%8$s
						}
					%6$s
					}
					""".formatted(this.name, this.type.getName(),
					this.superclass.isEmpty() ? "" : " extends " + this.superclass,
					this.context.isEmpty() ? "" : ", " + this.context, superCall(), hooks() + methods(),
					hasValues() ? "\n\tprivate final ResultSet values;\n".replace("ResultSet", this.type.getName()) : "",
					hasValues() ? "\n\t\tthis.values = PoolProxy.beneath(delegate);" : "");
		}

		private String superCall() {
			return this.superclass.isEmpty() ? ""
					: "\n\t\tsuper(delegate, %s);".formatted(this.context.replaceAll("[\\w.]+ (\\w+)", "$1"));
		}

		private String methods() {
			return Stream.of(this.type.getMethods())
				.filter((method) -> !Modifier.isStatic(method.getModifiers()) && !isInherited(method))
				.sorted(Comparator.comparing(Method::getName).thenComparing(Method::toGenericString))
				.map(this::method)
				.collect(Collectors.joining());
		}

		private boolean isInherited(Method method) {
			return this.inherited != null && Stream.of(this.inherited.getMethods())
				.anyMatch((candidate) -> candidate.getName().equals(method.getName())
						&& Arrays.equals(candidate.getParameterTypes(), method.getParameterTypes()));
		}

		private boolean hasValues() {
			return this.type == ResultSet.class;
		}

		/**
		 * Whether a method reads one value of a row, whole, so that it can be called twice and gives the
		 * same answer. Streams, locators and arrays are not among them.
		 */
		private boolean isValue(Method method) {
			return hasValues() && VALUES.contains(method.getName()) && (method.getParameterCount() == 0
					|| (method.getParameterCount() == 1 && method.getParameterTypes()[0] != Class.class));
		}

		/** A value is read from the driver's result set; what fails, the pool has to see. */
		private static String value(Method method) {
			String call = "%s(%s)".formatted(method.getName(), list("", method.getParameters(), Parameter::getName, ""));
			return """

						@Override
						public %1$s %2$s(%3$s) throws java.sql.SQLException {
							try {
								return this.values.%4$s;
							}
							catch (java.sql.SQLException ex) {
								throw (this.values != this.delegate)
										? PoolProxy.seen(ex, () -> this.delegate.%4$s) : ex;
							}
						}
					""".formatted(method.getGenericReturnType().getTypeName(), method.getName(),
					list("", method.getParameters(),
							(parameter) -> parameter.getParameterizedType().getTypeName() + " " + parameter.getName(), ""),
					call);
		}

		private String method(Method method) {
			if (isValue(method)) {
				return value(method);
			}
			return "\n\t@Override\n\tpublic %s%s %s(%s)%s {\n\t\t%sthis.delegate.%s(%s);%s\n\t}\n".formatted(
					list("<", method.getTypeParameters(), Object::toString, "> "),
					method.getGenericReturnType().getTypeName(), method.getName(),
					list("", method.getParameters(),
							(parameter) -> parameter.getParameterizedType().getTypeName() + " " + parameter.getName(), ""),
					list(" throws ", method.getExceptionTypes(), Type::getTypeName, ""),
					(method.getReturnType() != void.class) ? "return " : "", method.getName(),
					list("", method.getParameters(), Parameter::getName, ""), isBinding(method) ? binding(method) : "");
		}

		/** Whether a method binds a value to a parameter by its number. */
		private boolean isBinding(Method method) {
			return this.type == PreparedStatement.class && method.getName().startsWith("set")
					&& method.getParameterCount() >= 2 && method.getParameterTypes()[0] == int.class;
		}

		/** Asked first, so that no primitive is boxed for nobody. */
		private static String binding(Method method) {
			Parameter[] parameters = method.getParameters();
			return "\n\t\tif (wantsBound()) {\n\t\t\tbound(%s, %s);\n\t\t}".formatted(parameters[0].getName(),
					method.getName().equals("setNull") ? "null" : parameters[1].getName());
		}

		/** What hears of the values that are bound. */
		private String hooks() {
			return (this.type != PreparedStatement.class) ? "" : """

						boolean wantsBound() {
							return false;
						}

						void bound(int index, @org.jspecify.annotations.Nullable Object value) {
						}
					""";
		}

		private static <T> String list(String prefix, T[] elements, Function<T, String> text, String suffix) {
			return (elements.length == 0) ? ""
					: Stream.of(elements).map(text).collect(Collectors.joining(", ", prefix, suffix));
		}

	}

}
