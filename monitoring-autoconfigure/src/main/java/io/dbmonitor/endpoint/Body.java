package io.dbmonitor.endpoint;

import com.fasterxml.jackson.annotation.JsonValue;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * Marks an answer as one that the actuator's own JSON mapper writes, whatever the
 * application does with its mapper. What is {@code null} is left out.
 *
 * @param value the answer
 */
record Body(@JsonValue Object value) implements OperationResponseBody {

}
