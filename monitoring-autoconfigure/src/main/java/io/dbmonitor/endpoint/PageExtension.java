package io.dbmonitor.endpoint;

import java.util.Optional;
import java.util.function.Supplier;

import io.dbmonitor.endpoint.page.CsrfToken;
import io.dbmonitor.endpoint.page.Page;

import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;
import org.springframework.util.MimeTypeUtils;

/**
 * What the endpoint answers a browser in a servlet application, at the address where it
 * answers others with its overview.
 */
@EndpointWebExtension(endpoint = DbMonitorEndpoint.class)
public class PageExtension {

	private final Page page;

	private final Supplier<Optional<CsrfToken>> token;

	/**
	 * Make what answers a browser.
	 * @param page the page
	 * @param token knows what the current request's answer has to be sent back with
	 */
	public PageExtension(Page page, Supplier<Optional<CsrfToken>> token) {
		this.page = page;
		this.token = token;
	}

	/**
	 * Answer the page.
	 * @return HTML
	 */
	@ReadOperation(produces = MimeTypeUtils.TEXT_HTML_VALUE)
	public WebEndpointResponse<String> page() {
		return new WebEndpointResponse<>(this.page.html(this.token.get().orElse(null)), MimeTypeUtils.TEXT_HTML);
	}

}
