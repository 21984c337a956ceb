package io.dbmonitor.hibernate.model;

import java.util.List;

import jakarta.persistence.EntityManager;

/** Documents, whose deletion is an update. */
final class DocumentSteps implements Steps {

	private final EntityManager entityManager;

	private final Whims whims;

	DocumentSteps(EntityManager entityManager, Whims whims) {
		this.entityManager = entityManager;
		this.whims = whims;
	}

	@Override
	public List<Runnable> steps() {
		return List.of(this::create, this::change);
	}

	private void create() {
		Document document = new Document();
		document.title = this.whims.text();
		this.entityManager.persist(document);
	}

	private void change() {
		this.whims.withAny(Document.class, (document) -> {
			if (this.whims.rarely(3)) {
				this.entityManager.remove(document);
			}
			else {
				document.title = this.whims.text();
			}
		});
	}

}
