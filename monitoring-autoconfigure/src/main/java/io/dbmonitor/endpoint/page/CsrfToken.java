package io.dbmonitor.endpoint.page;

/**
 * What a request that changes something has to carry, so that no other site can make a
 * browser send it.
 *
 * @param header the name of the HTTP header
 * @param value its value
 */
public record CsrfToken(String header, String value) {

}
