package io.dbmonitor.datasource;

import org.springframework.boot.jdbc.DatabaseDriver;

/**
 * How a database is called.
 *
 * @param name for people
 * @param systemName the value of OpenTelemetry's {@code db.system.name}, as its semantic
 * conventions list them
 */
public record DatabaseProduct(String name, String systemName) {

	static DatabaseProduct of(DatabaseDriver driver) {
		return switch (driver.getId()) {
			case "postgresql" -> new DatabaseProduct("PostgreSQL", "postgresql");
			case "mysql" -> new DatabaseProduct("MySQL", "mysql");
			case "mariadb" -> new DatabaseProduct("MariaDB", "mariadb");
			case "h2" -> new DatabaseProduct("H2", "h2database");
			case "hsqldb" -> new DatabaseProduct("HSQLDB", "hsqldb");
			case "derby" -> new DatabaseProduct("Derby", "derby");
			case "sqlite" -> new DatabaseProduct("SQLite", "sqlite");
			case "oracle" -> new DatabaseProduct("Oracle", "oracle.db");
			case "sqlserver" -> new DatabaseProduct("SQL Server", "microsoft.sql_server");
			case "db2", "db2_as400" -> new DatabaseProduct("DB2", "ibm.db2");
			case "hana" -> new DatabaseProduct("HANA", "sap.hana");
			case "redshift" -> new DatabaseProduct("Redshift", "aws.redshift");
			case "unknown" -> new DatabaseProduct("an unknown database", "other_sql");
			default -> new DatabaseProduct(driver.getId(), "other_sql");
		};
	}

}
