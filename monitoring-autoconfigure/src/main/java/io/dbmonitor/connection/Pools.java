package io.dbmonitor.connection;

import java.util.Optional;

import com.zaxxer.hikari.HikariConfigMXBean;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import io.dbmonitor.datasource.MonitoredDataSource;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.jdbc.DataSourceUnwrapper;
import org.springframework.boot.jdbc.metadata.DataSourcePoolMetadata;
import org.springframework.boot.jdbc.metadata.DataSourcePoolMetadataProvider;
import org.springframework.util.ClassUtils;

/**
 * Reads the pools' own figures: of HikariCP itself, of other pools through Boot's
 * metadata. Takes no connection.
 */
public final class Pools {

	private static final boolean HIKARI = ClassUtils.isPresent("com.zaxxer.hikari.HikariDataSource",
			Pools.class.getClassLoader());

	private final DataSourcePoolMetadataProvider others;

	/**
	 * Make what reads pools.
	 * @param others knows the pools other than HikariCP's
	 */
	public Pools(DataSourcePoolMetadataProvider others) {
		this.others = others;
	}

	/**
	 * Read the figures of a data source's pool.
	 * @param dataSource the data source
	 * @return the figures of now, empty where the data source is no pool of a known kind
	 * or its pool is not started yet
	 */
	public Optional<PoolSnapshot> snapshot(MonitoredDataSource dataSource) {
		return isHikari(dataSource) ? Hikari.snapshot(dataSource) : other(dataSource);
	}

	/**
	 * Whether a data source is a pool of a known kind, started or not.
	 * @param dataSource the data source
	 * @return whether it has figures
	 */
	public boolean isPool(MonitoredDataSource dataSource) {
		return isHikari(dataSource) || this.others.getDataSourcePoolMetadata(dataSource.target()) != null;
	}

	private static boolean isHikari(MonitoredDataSource dataSource) {
		return HIKARI && Hikari.unwrap(dataSource) != null;
	}

	private Optional<PoolSnapshot> other(MonitoredDataSource dataSource) {
		DataSourcePoolMetadata pool = this.others.getDataSourcePoolMetadata(dataSource.target());
		Integer active = (pool != null) ? pool.getActive() : null;
		if (pool == null || active == null) {
			return Optional.empty();
		}
		Integer idle = pool.getIdle();
		Integer max = pool.getMax();
		return Optional.of(new PoolSnapshot(dataSource.name(), active, idle, null,
				(idle != null) ? Integer.valueOf(active + idle) : null, (max != null && max >= 0) ? max : null));
	}

	private static final class Hikari {

		static @Nullable HikariDataSource unwrap(MonitoredDataSource dataSource) {
			return DataSourceUnwrapper.unwrap(dataSource.target(), HikariConfigMXBean.class, HikariDataSource.class);
		}

		static Optional<PoolSnapshot> snapshot(MonitoredDataSource dataSource) {
			HikariDataSource hikari = unwrap(dataSource);
			// HikariCP starts its pool with the first connection
			HikariPoolMXBean pool = (hikari != null) ? hikari.getHikariPoolMXBean() : null;
			if (hikari == null || pool == null || hikari.isClosed()) {
				return Optional.empty();
			}
			return Optional.of(new PoolSnapshot(String.valueOf(hikari.getPoolName()), pool.getActiveConnections(),
					pool.getIdleConnections(), pool.getThreadsAwaitingConnection(), pool.getTotalConnections(),
					hikari.getMaximumPoolSize()));
		}

	}

}
