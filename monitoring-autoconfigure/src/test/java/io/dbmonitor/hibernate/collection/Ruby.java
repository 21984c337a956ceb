package io.dbmonitor.hibernate.collection;

import jakarta.persistence.Entity;

/** One of a hierarchy. */
@Entity
public class Ruby extends Jewel {

}
