package io.dbmonitor.endpoint;

import java.util.Optional;

import io.dbmonitor.endpoint.page.CsrfToken;
import io.dbmonitor.endpoint.page.Page;
import reactor.core.publisher.Mono;

import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;
import org.springframework.util.MimeTypeUtils;

/**
 * What the endpoint answers a browser in a reactive application.
 */
@EndpointWebExtension(endpoint = DbMonitorEndpoint.class)
public class ReactivePageExtension {

	private final Page page;

	private final Mono<CsrfToken> token;

	/**
	 * Make what answers a browser.
	 * @param page the page
	 * @param token knows what the current request's answer has to be sent back with;
	 * empty where nothing is known
	 */
	public ReactivePageExtension(Page page, Mono<CsrfToken> token) {
		this.page = page;
		this.token = token;
	}

	/**
	 * Answer the page.
	 * @return HTML
	 */
	@ReadOperation(produces = MimeTypeUtils.TEXT_HTML_VALUE)
	public Mono<WebEndpointResponse<String>> page() {
		return this.token.map(Optional::of)
			.defaultIfEmpty(Optional.empty())
			.map((token) -> new WebEndpointResponse<>(this.page.html(token.orElse(null)), MimeTypeUtils.TEXT_HTML));
	}

}
