package io.dbmonitor.alert.http;

/**
 * What a webhook gets.
 */
public enum WebhookFormat {

	/** The whole alert. */
	JSON,

	/** A text, as Slack and what is compatible with it take it. */
	SLACK

}
