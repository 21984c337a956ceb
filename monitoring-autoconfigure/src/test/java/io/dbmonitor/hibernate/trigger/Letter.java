package io.dbmonitor.hibernate.trigger;

import jakarta.persistence.Basic;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import org.hibernate.annotations.LazyGroup;
import org.jspecify.annotations.Nullable;

/** With lazy fields, once its class is enhanced. */
@Entity
public class Letter implements Writing {

	@Id
	long id;

	@Nullable String subject;

	@Basic(fetch = FetchType.LAZY)
	@LazyGroup("text")
	@Nullable String text;

	@Basic(fetch = FetchType.LAZY)
	@LazyGroup("remark")
	@Nullable String remark;

	@Override
	public Writing write(long id, String subject, String text, String remark) {
		this.id = id;
		this.subject = subject;
		this.text = text;
		this.remark = remark;
		return this;
	}

	@Override
	public void readdress(String subject) {
		this.subject = subject;
	}

	@Override
	public @Nullable String text() {
		return this.text;
	}

	@Override
	public void rewrite(String text) {
		this.text = text;
	}

}
