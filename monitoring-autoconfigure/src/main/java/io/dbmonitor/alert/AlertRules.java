package io.dbmonitor.alert;

import java.util.List;

/**
 * Several rules that belong together. What features offer; an application's own are beans
 * of type {@link AlertRule}.
 */
public interface AlertRules {

	/**
	 * Return the rules.
	 * @return the rules
	 */
	List<AlertRule> rules();

}
