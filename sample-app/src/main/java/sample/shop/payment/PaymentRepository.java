package sample.shop.payment;

import org.springframework.data.jpa.repository.JpaRepository;

/**
 * The payments' table.
 */
interface PaymentRepository extends JpaRepository<Payment, Long> {

}
