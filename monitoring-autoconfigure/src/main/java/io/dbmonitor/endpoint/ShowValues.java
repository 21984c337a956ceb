package io.dbmonitor.endpoint;

import java.util.Set;

import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.Show;

/**
 * To whom values that may be personal are shown.
 *
 * @param show when they are shown
 * @param roles the roles of whom they are shown to, when that takes an authorisation
 */
public record ShowValues(Show show, Set<String> roles) {

	boolean isShown(SecurityContext securityContext) {
		return this.show.isShown(securityContext, this.roles);
	}

}
