/**
 * What Hibernate tells only its log. The only package that imports Logback.
 */
@NullMarked
package io.dbmonitor.hibernate.logback;

import org.jspecify.annotations.NullMarked;
