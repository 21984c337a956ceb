/**
 * Where ORM events come in: feeds entity changes to {@code audit} and associations to
 * {@code query}. The only package that imports Hibernate.
 */
@NullMarked
package io.dbmonitor.hibernate;

import org.jspecify.annotations.NullMarked;
