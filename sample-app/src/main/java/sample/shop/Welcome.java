package sample.shop;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.stereotype.Component;

/**
 * Tells a newcomer where to look.
 */
@Component
class Welcome implements ApplicationListener<ApplicationReadyEvent> {

	private static final Log logger = LogFactory.getLog(Welcome.class);

	@Override
	public void onApplicationEvent(ApplicationReadyEvent event) {
		String shop = "http://localhost:"
				+ event.getApplicationContext().getEnvironment().getProperty("local.server.port");
		logger.info(
				"The shop is open at " + shop + "/products, for alice (password alice) and bob (password bob, ADMIN)");
		logger
			.info("Its database is explained at " + shop + "/actuator/dbmonitor and " + shop + "/actuator/prometheus");
	}

}
