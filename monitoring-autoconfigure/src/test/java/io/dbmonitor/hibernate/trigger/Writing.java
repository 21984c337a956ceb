package io.dbmonitor.hibernate.trigger;

import org.jspecify.annotations.Nullable;

/** What a test can do with an entity whose class another class loader has. */
public interface Writing {

	Writing write(long id, String subject, String text, String remark);

	void readdress(String subject);

	@Nullable String text();

	void rewrite(String text);

}
