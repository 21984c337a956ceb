package io.dbmonitor.endpoint;

import java.util.Map;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonUnwrapped;

/**
 * An object with more fields beside its own.
 *
 * @param object whose fields come first
 * @param more the other fields
 */
public record Extended(@JsonUnwrapped Object object, @JsonAnyGetter Map<String, Object> more) {

}
