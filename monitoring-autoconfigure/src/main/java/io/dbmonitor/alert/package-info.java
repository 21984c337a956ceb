/**
 * What is wrong with the database, who and where, told to somebody.
 * {@link io.dbmonitor.alert.AlertRule} reads values that the features hold already, with
 * evidence; {@link io.dbmonitor.alert.Alerts} evaluates all rules and keeps the states;
 * {@link io.dbmonitor.alert.AlertWatch} does so from time to time, and hands what changed
 * to a {@link io.dbmonitor.alert.Delivery} for each
 * {@link io.dbmonitor.alert.AlertNotifier}. The rules that come with the monitor are
 * listed in {@link io.dbmonitor.alert.BuiltInRule}.
 */
@NullMarked
package io.dbmonitor.alert;

import org.jspecify.annotations.NullMarked;
