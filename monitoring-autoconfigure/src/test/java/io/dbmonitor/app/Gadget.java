package io.dbmonitor.app;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

/** A thing with a sensitive id and with arrays. */
@Entity
public class Gadget {

	@Id
	String accessToken = "";

	byte[] picture = {};

	String[] labels = {};

	int stock;

	protected Gadget() {
	}

	public Gadget(String accessToken, byte[] picture, String... labels) {
		this.accessToken = accessToken;
		this.picture = picture;
		this.labels = labels;
	}

	public void setPicture(byte[] picture) {
		this.picture = picture;
	}

	public void setStock(int stock) {
		this.stock = stock;
	}

}
