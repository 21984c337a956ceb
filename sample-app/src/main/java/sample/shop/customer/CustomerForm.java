package sample.shop.customer;

import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;

/**
 * What a client says of a customer.
 *
 * @param name the name
 * @param email the address for mail, which no other customer has
 * @param city where the customer is
 */
record CustomerForm(@NotBlank String name, @NotBlank @Email String email, @NotBlank String city) {
}
