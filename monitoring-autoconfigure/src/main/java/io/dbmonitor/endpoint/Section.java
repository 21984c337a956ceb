package io.dbmonitor.endpoint;

/**
 * A part of the endpoint, made by the feature that knows the answer. An application adds
 * a section of its own by a bean of this type.
 */
public interface Section {

	/**
	 * Return the section's name: the first segment of its path.
	 * @return the name, in lower case
	 */
	String name();

	/**
	 * Contribute to the overview. Must answer from memory.
	 * @param overview what to contribute to
	 */
	default void contribute(Overview overview) {
	}

	/**
	 * Answer a request.
	 * @param request the path behind the section's name, and the parameters
	 * @return an object that Jackson can write
	 * @throws SectionException if the request is bad, or what it asks for is not there
	 */
	Object answer(SectionRequest request);

	/**
	 * Delete or end what the path names. Called only where the endpoint has write access.
	 * @param request the path behind the section's name, and the parameters
	 * @return an object that Jackson can write
	 * @throws SectionException if the request is bad, what it names is not there, or it
	 * is not allowed
	 */
	default Object change(SectionRequest request) {
		throw SectionException.notFound("There is nothing to delete in '" + name() + "'.");
	}

	/**
	 * Do what the path names. Called only where the endpoint has write access.
	 * @param request the path behind the section's name, and the parameters
	 * @return an object that Jackson can write
	 * @throws SectionException if the request is bad, what it names is not there, or it
	 * is not allowed
	 */
	default Object act(SectionRequest request) {
		throw SectionException.notFound("There is nothing to post to in '" + name() + "'.");
	}

}
