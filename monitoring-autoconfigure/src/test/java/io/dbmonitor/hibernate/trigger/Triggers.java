package io.dbmonitor.hibernate.trigger;

import java.util.function.Consumer;

import io.dbmonitor.audit.event.AfterEntityChange;
import io.dbmonitor.audit.event.BeforeEntityChange;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;
import org.springframework.transaction.event.TransactionalEventListener;

/** An application with listeners that do what a test says. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class Triggers {

	Consumer<BeforeEntityChange<Parcel>> beforeParcel = Triggers::ignore;

	Consumer<AfterEntityChange<Parcel>> afterParcel = Triggers::ignore;

	Consumer<AfterEntityChange<Parcel>> committedParcel = Triggers::ignore;

	Consumer<BeforeEntityChange<Crate>> beforeCrate = Triggers::ignore;

	Consumer<AfterEntityChange<? extends Weighed>> afterWeighed = Triggers::ignore;

	Consumer<BeforeEntityChange<Depot>> beforeDepot = Triggers::ignore;

	Consumer<AfterEntityChange<Depot>> afterDepot = Triggers::ignore;

	Consumer<BeforeEntityChange<Ticket>> beforeTicket = Triggers::ignore;

	Consumer<ApplicationEvent> any = Triggers::ignore;

	private static void ignore(Object event) {
	}

	void reset() {
		this.beforeParcel = Triggers::ignore;
		this.afterParcel = Triggers::ignore;
		this.committedParcel = Triggers::ignore;
		this.beforeCrate = Triggers::ignore;
		this.afterWeighed = Triggers::ignore;
		this.beforeDepot = Triggers::ignore;
		this.afterDepot = Triggers::ignore;
		this.beforeTicket = Triggers::ignore;
		this.any = Triggers::ignore;
	}

	@EventListener
	void beforeParcel(BeforeEntityChange<Parcel> event) {
		this.beforeParcel.accept(event);
	}

	@EventListener
	void afterParcel(AfterEntityChange<Parcel> event) {
		this.afterParcel.accept(event);
	}

	@TransactionalEventListener
	void committedParcel(AfterEntityChange<Parcel> event) {
		this.committedParcel.accept(event);
	}

	@EventListener
	void beforeCrate(BeforeEntityChange<Crate> event) {
		this.beforeCrate.accept(event);
	}

	@EventListener
	void afterWeighed(AfterEntityChange<? extends Weighed> event) {
		this.afterWeighed.accept(event);
	}

	@Bean
	ApplicationListener<BeforeEntityChange<Depot>> beforeDepotListener() {
		return (event) -> this.beforeDepot.accept(event);
	}

	@Bean
	ApplicationListener<AfterEntityChange<Depot>> afterDepotListener() {
		return new ApplicationListener<>() {

			@Override
			public void onApplicationEvent(AfterEntityChange<Depot> event) {
				Triggers.this.afterDepot.accept(event);
			}

		};
	}

	@Bean
	ApplicationListener<BeforeEntityChange<Ticket>> beforeTicketListener() {
		return (event) -> this.beforeTicket.accept(event);
	}

	@Bean
	ApplicationListener<ApplicationEvent> anyListener() {
		return (event) -> this.any.accept(event);
	}

}
