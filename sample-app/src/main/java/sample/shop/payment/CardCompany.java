package sample.shop.payment;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * Stands in for a card company somewhere on the internet: it takes its time to answer,
 * and it declines every card whose number ends in 0000. It runs with the first payment,
 * unless there is another one.
 */
@Component
class CardCompany implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(CardCompany.class);

	private final PaymentProperties properties;

	private @Nullable HttpServer server;

	CardCompany(PaymentProperties properties) {
		this.properties = properties;
	}

	/** Where charges are posted to. */
	URI url() {
		URI elsewhere = this.properties.url();
		return (elsewhere != null) ? elsewhere : URI.create("http://localhost:" + start().getAddress().getPort());
	}

	private synchronized HttpServer start() {
		HttpServer running = this.server;
		if (running == null) {
			try {
				running = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
			}
			catch (IOException ex) {
				throw new IllegalStateException("The card company has no port", ex);
			}
			running.createContext("/charges", this::charge);
			running.start();
			this.server = running;
		}
		return running;
	}

	private void charge(HttpExchange exchange) throws IOException {
		String card = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.US_ASCII);
		HttpStatus status = card.endsWith("0000") ? HttpStatus.PAYMENT_REQUIRED : HttpStatus.NO_CONTENT;
		CompletableFuture.delayedExecutor(this.properties.latency().toMillis(), TimeUnit.MILLISECONDS)
			.execute(() -> answer(exchange, status));
	}

	private static void answer(HttpExchange exchange, HttpStatus status) {
		try (exchange) {
			exchange.sendResponseHeaders(status.value(), -1);
		}
		catch (IOException ex) {
			logger.debug("Who asked the card company has gone", ex);
		}
	}

	@Override
	public synchronized void close() {
		if (this.server != null) {
			this.server.stop(0);
		}
	}

}
