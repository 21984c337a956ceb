package io.dbmonitor.datasource;

import javax.sql.DataSource;

import org.springframework.boot.jdbc.DatabaseDriver;

/**
 * A data source that is watched: its name and what lies below the wrapping. Safe for use
 * by several threads.
 */
public final class MonitoredDataSource {

	private final String name;

	private volatile DataSource target;

	/**
	 * Name a data source.
	 * @param name the name that tags and answers use, unique among the watched ones
	 * @param target the data source as the application made it, unwrapped
	 */
	public MonitoredDataSource(String name, DataSource target) {
		this.name = name;
		this.target = target;
	}

	/**
	 * Return its name.
	 * @return the name that tags and answers use, unique among the watched ones
	 */
	public String name() {
		return this.name;
	}

	/**
	 * Return what is watched. Not to be kept: a scope can make it anew.
	 * @return the data source as the application made it, unwrapped
	 */
	public DataSource target() {
		return this.target;
	}

	/** A scope has made it anew. */
	void target(DataSource target) {
		this.target = target;
	}

	/**
	 * Return which database the JDBC URL names. Opens no connection.
	 * @return the driver, {@link DatabaseDriver#UNKNOWN} where the URL cannot be found
	 * out
	 */
	public DatabaseDriver driver() {
		return ConnectionSettings.of(this.target).driver();
	}

	/**
	 * Return how the database that the JDBC URL names is called. Opens no connection.
	 * @return the product
	 */
	public DatabaseProduct product() {
		return DatabaseProduct.of(driver());
	}

	/**
	 * Return whether no connection but the data source's own leads to its database, as to
	 * H2's in memory without a name. Opens no connection.
	 * @return whether there is nothing that the monitor could connect to
	 */
	public boolean isPrivate() {
		return ConnectionSettings.of(this.target).isPrivate();
	}

	@Override
	public String toString() {
		return this.name;
	}

}
