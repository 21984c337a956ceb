package io.dbmonitor.alert.http;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;

/**
 * Posts JSON to one address, each time within a time. For one thread at a time.
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
		await(List.of(begin(body, more)));
	}

	/**
	 * Begin to post.
	 * @param body the JSON
	 * @param more further headers
	 * @return completes when it was accepted, or with an {@link IOException}
	 */
	CompletableFuture<Void> begin(byte[] body, Map<String, String> more) {
		CompletableFuture<HttpResponse<Void>> answer = client().sendAsync(
				request(more).POST(HttpRequest.BodyPublishers.ofByteArray(body)).build(),
				HttpResponse.BodyHandlers.discarding());
		return answer.thenApply(HttpResponse::statusCode)
			.orTimeout(this.timeout.toMillis(), TimeUnit.MILLISECONDS)
			// An answer may have begun, and go on for ever
			.whenComplete((status, failure) -> answer.cancel(true))
			.handle((status, failure) -> (failure != null) ? Optional.of(failure(failure)) : failure(status))
			.thenCompose((failure) -> failure.<CompletableFuture<Void>>map(CompletableFuture::failedFuture)
				.orElseGet(() -> CompletableFuture.completedFuture(null)));
	}

	private Optional<IOException> failure(int status) {
		return (status >= OK && status < REDIRECT) ? Optional.empty()
				: Optional.of(new IOException(this.uri.getHost() + " answered " + status));
	}

	private IOException failure(Throwable failure) {
		Throwable cause = (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause()
				: failure;
		boolean late = cause instanceof TimeoutException || cause instanceof HttpTimeoutException;
		return new IOException(this.uri.getHost() + (late ? " did not answer within " + this.timeout.toMillis() + " ms"
				: " could not be reached: " + cause), cause);
	}

	/**
	 * Wait until one was accepted, or none.
	 * @param posts what was begun
	 * @throws IOException if none was accepted
	 * @throws InterruptedException if the thread was interrupted
	 */
	static void await(List<CompletableFuture<Void>> posts) throws IOException, InterruptedException {
		List<CompletableFuture<Void>> left = new ArrayList<>(posts);
		while (!left.isEmpty()) {
			try {
				CompletableFuture.anyOf(left.toArray(CompletableFuture<?>[]::new)).get();
				return;
			}
			catch (ExecutionException ex) {
				left.removeIf(CompletableFuture::isCompletedExceptionally);
				if (left.isEmpty()) {
					throw (ex.getCause() instanceof IOException failure) ? failure : new IOException(ex.getCause());
				}
			}
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
