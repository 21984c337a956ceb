package io.dbmonitor.testing;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/**
 * A plain HTTP client for tests: what a user would see, no test slice in between.
 */
public final class HttpJson {

	private final HttpClient client = HttpClient.newHttpClient();

	private final String baseUrl;

	/** A client of a server on the loopback interface. */
	public HttpJson(int port) {
		this.baseUrl = "http://localhost:" + port;
	}

	/** GET a path. */
	public HttpResponse<String> get(String path, String... headers) {
		return send(path, "GET", headers);
	}

	/** DELETE a path. */
	public HttpResponse<String> delete(String path, String... headers) {
		return send(path, "DELETE", headers);
	}

	/** POST a body of JSON to a path. */
	public HttpResponse<String> post(String path, String body) {
		return send(path, "POST", HttpRequest.BodyPublishers.ofString(body), "Content-Type", "application/json");
	}

	private HttpResponse<String> send(String path, String method, String... headers) {
		return send(path, method, HttpRequest.BodyPublishers.noBody(), headers);
	}

	private HttpResponse<String> send(String path, String method, HttpRequest.BodyPublisher body, String... headers) {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(this.baseUrl + path)).method(method, body);
		if (headers.length > 0) {
			request.headers(headers);
		}
		try {
			return this.client.send(request.build(), HttpResponse.BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new IllegalStateException("No answer from " + path, ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/** GET a path that must answer 200, as JSON. */
	public Json json(String path) {
		HttpResponse<String> response = get(path);
		if (response.statusCode() != 200) {
			throw new AssertionError(path + " answered " + response.statusCode() + ": " + response.body());
		}
		return Json.parse(response.body());
	}

}
