package sample.shop.report;

import java.math.BigDecimal;

/**
 * How a product sold of late.
 *
 * @param product its name
 * @param sold how many were sold
 * @param revenue for how much
 * @param low what the revenue might as well have been with less luck
 * @param high what it might have been with more
 */
record ProductSales(String product, long sold, BigDecimal revenue, BigDecimal low, BigDecimal high) {
}
