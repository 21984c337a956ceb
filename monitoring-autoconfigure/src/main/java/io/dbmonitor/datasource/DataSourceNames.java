package io.dbmonitor.datasource;

import org.springframework.util.StringUtils;

/**
 * How a data source is called after its bean, as Boot's own pool metrics do it.
 */
final class DataSourceNames {

	private static final String SUFFIX = "dataSource";

	private DataSourceNames() {
	}

	static String ofBean(String beanName) {
		boolean suffixed = beanName.length() > SUFFIX.length() && StringUtils.endsWithIgnoreCase(beanName, SUFFIX);
		return suffixed ? beanName.substring(0, beanName.length() - SUFFIX.length()) : beanName;
	}

}
