package sample.shop.order;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What a client is told of an order.
 */
record OrderView(long id, UUID publicId, String customer, List<Line> lines, BigDecimal total, boolean paid,
		Instant createdAt) {

	static OrderView of(Order order) {
		return new OrderView(order.getId(), order.getPublicId(), order.getCustomer().getName(),
				order.getLines().stream().map(Line::of).toList(), order.getTotal(), order.isPaid(),
				order.getCreatedAt());
	}

	record Line(long productId, int quantity, BigDecimal price) {

		static Line of(OrderLine line) {
			return new Line(line.getProduct().getId(), line.getQuantity(), line.getPrice());
		}

	}

}
