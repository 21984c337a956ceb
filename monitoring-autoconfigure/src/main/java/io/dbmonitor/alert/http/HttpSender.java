package io.dbmonitor.alert.http;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;

/**
 * Posts JSON to one address, each time within a time. For one thread.
 */
final class HttpSender {

	private static final int OK = 200;

	private static final int REDIRECT = 300;

	private final URI uri;

	private final Map<String, String> headers;

	private final Duration timeout;

	/** Made when it is needed: it has a thread of its own. */
	private @Nullable HttpClient client;

	/**
	 * Make a sender.
	 * @param uri the address
	 * @param headers what to send with each request
	 * @param timeout for a request, from the connection to the end of the answer
	 * @throws IllegalArgumentException if the address, or a header, cannot be used
	 */
	HttpSender(URI uri, Map<String, String> headers, Duration timeout) {
		this.uri = uri;
		this.headers = Map.copyOf(headers);
		this.timeout = timeout;
		// Says what cannot be used
		request(Map.of());
	}

	/**
	 * Post.
	 * @param body the JSON
	 * @param more further headers
	 * @throws IOException if it was not accepted
	 * @throws InterruptedException if the thread was interrupted
	 */
	void post(byte[] body, Map<String, String> more) throws IOException, InterruptedException {
		CompletableFuture<HttpResponse<Void>> answer = client().sendAsync(
				request(more).POST(HttpRequest.BodyPublishers.ofByteArray(body)).build(),
				HttpResponse.BodyHandlers.discarding());
		try {
			int status = answer.get(this.timeout.toMillis(), TimeUnit.MILLISECONDS).statusCode();
			if (status < OK || status >= REDIRECT) {
				throw new IOException(this.uri.getHost() + " answered " + status);
			}
		}
		catch (TimeoutException ex) {
			throw new IOException(this.uri.getHost() + " did not answer within " + this.timeout.toMillis() + " ms");
		}
		catch (ExecutionException ex) {
			throw new IOException(this.uri.getHost() + " could not be reached: " + ex.getCause(), ex.getCause());
		}
		finally {
			answer.cancel(true);
		}
	}

	private HttpRequest.Builder request(Map<String, String> more) {
		HttpRequest.Builder request = HttpRequest.newBuilder(this.uri)
			.timeout(this.timeout)
			.header("Content-Type", "application/json");
		this.headers.forEach(request::setHeader);
		more.forEach(request::setHeader);
		return request;
	}

	private HttpClient client() {
		HttpClient client = this.client;
		if (client == null) {
			client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(this.timeout).build();
			this.client = client;
		}
		return client;
	}

}
