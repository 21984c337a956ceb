package io.dbmonitor.hibernate.reading;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.hibernate.boot.spi.SessionFactoryOptions;
import org.hibernate.cache.cfg.spi.DomainDataRegionBuildingContext;
import org.hibernate.cache.cfg.spi.DomainDataRegionConfig;
import org.hibernate.cache.spi.support.DomainDataStorageAccess;
import org.hibernate.cache.spi.support.RegionFactoryTemplate;
import org.hibernate.cache.spi.support.StorageAccess;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.jspecify.annotations.Nullable;

/** A second-level cache of maps. */
public class MapRegionFactory extends RegionFactoryTemplate {

	private static final long serialVersionUID = 1L;

	@Override
	protected void prepareForUse(SessionFactoryOptions settings, Map<String, Object> configValues) {
	}

	@Override
	protected void releaseFromUse() {
	}

	@Override
	protected DomainDataStorageAccess createDomainDataStorageAccess(DomainDataRegionConfig regionConfig,
			DomainDataRegionBuildingContext buildingContext) {
		return new Storage();
	}

	@Override
	protected StorageAccess createQueryResultsRegionStorageAccess(String regionName,
			SessionFactoryImplementor sessionFactory) {
		return new Storage();
	}

	@Override
	protected StorageAccess createTimestampsRegionStorageAccess(String regionName,
			SessionFactoryImplementor sessionFactory) {
		return new Storage();
	}

	private static final class Storage implements DomainDataStorageAccess {

		private final Map<Object, Object> items = new ConcurrentHashMap<>();

		@Override
		public @Nullable Object getFromCache(Object key, SharedSessionContractImplementor session) {
			return this.items.get(key);
		}

		@Override
		public void putIntoCache(Object key, Object value, SharedSessionContractImplementor session) {
			this.items.put(key, value);
		}

		@Override
		public boolean contains(Object key) {
			return this.items.containsKey(key);
		}

		@Override
		public void evictData() {
			this.items.clear();
		}

		@Override
		public void evictData(Object key) {
			this.items.remove(key);
		}

		@Override
		public void release() {
			this.items.clear();
		}

	}

}
