package io.dbmonitor.datasource;

import javax.sql.DataSource;

import org.springframework.boot.jdbc.DatabaseDriver;

/**
 * A data source that is watched: its name and what lies below the wrapping.
 *
 * @param name the name that tags and answers use, unique among the watched ones
 * @param target the data source as the application made it, unwrapped
 */
public record MonitoredDataSource(String name, DataSource target) {

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
