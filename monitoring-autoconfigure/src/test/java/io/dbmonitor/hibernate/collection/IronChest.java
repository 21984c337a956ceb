package io.dbmonitor.hibernate.collection;

import jakarta.persistence.Entity;

/** One of a hierarchy. */
@Entity
public class IronChest extends Chest {

}
