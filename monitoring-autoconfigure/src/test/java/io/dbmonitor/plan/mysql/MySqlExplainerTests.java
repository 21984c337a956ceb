package io.dbmonitor.plan.mysql;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

import io.dbmonitor.plan.PlanExplainer.Explanation;
import io.dbmonitor.plan.PlanNode;
import io.dbmonitor.query.ExplainableText;
import io.dbmonitor.testing.MariaDbDatabase;
import io.dbmonitor.testing.MariaDbTest;
import io.dbmonitor.testing.Proves;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Plans as a real MariaDB tells them.
 */
@MariaDbTest
@Proves(area = Proves.Area.DATABASES, subject = "Plans of MariaDB",
		note = "made for 1 in place of each parameter, as the server makes none without values")
class MySqlExplainerTests {

	private final MariaDbDatabase database;

	MySqlExplainerTests(MariaDbDatabase database) {
		this.database = database;
	}

	@BeforeAll
	static void createTables(MariaDbDatabase database) throws SQLException {
		database.execute("create table owner (id bigint primary key, name varchar(50), key by_name (name))");
		database
			.execute("create table pet (id bigint primary key, owner_id bigint, note varchar(50), key o (owner_id))");
		database.execute("insert into owner select seq, concat('n', seq) from seq_1_to_5000");
		database.execute("insert into pet select seq, seq % 500, 'x' from seq_1_to_5000");
		database.execute("analyze table owner, pet");
	}

	@Test
	void joinShowsEachTablesIndex() throws SQLException {
		Explanation explanation = explain("select p.id from owner o join pet p on p.owner_id = o.id where o.name = ",
				" order by p.id limit ", ", ", "");
		List<PlanNode> tables = tables(root(explanation));
		assertThat(tables).extracting(PlanNode::relation).containsExactly("o", "p");
		assertThat(tables).extracting(PlanNode::type).containsExactly("ref", "ref");
		assertThat(tables).extracting(PlanNode::index).containsExactly("by_name", "o");
		assertThat(explanation.hints()).singleElement().asString().contains("1 in place of each parameter");
	}

	@Test
	void scanOfALargeTableIsToldWithoutTheStatementsValues() throws SQLException {
		Explanation explanation = explain("select id from pet where note = 'secret'");
		PlanNode table = tables(root(explanation)).get(0);
		assertThat(table.type()).isEqualTo("ALL");
		assertThat(Objects.requireNonNull(table.rows())).isBetween(4000.0, 6000.0);
		assertThat(table.condition()).contains("note").doesNotContain("secret");
		assertThat(explanation.hints()).singleElement().asString().contains("rows of pet are read");
	}

	@Test
	void writesAreExplainedAndNotExecuted() throws SQLException {
		assertThat(tables(root(explain("update pet set note = ", " where owner_id = ", ""))).get(0).index())
			.isEqualTo("o");
		assertThat(tables(root(explain("delete from pet where id = ", ""))).get(0).index()).isEqualTo("PRIMARY");
		explain("insert into pet values (", ", ", ", ", ")");
		assertThat(this.database.number("select count(*) from pet where note = 'x'")).isEqualTo(5000);
	}

	@Test
	void subqueriesAndUnionsAreSteps() throws SQLException {
		PlanNode root = root(
				explain("select * from owner where id in (select owner_id from pet where note = ", " union select 7)"));
		assertThat(root.shape()).contains("owner").contains("union result").contains("pet");
	}

	@Test
	void lookUpOfARowThatIsNotThereHasNoPlanThatCouldChange() throws SQLException {
		this.database.execute("create table vet (id bigint primary key)");
		Explanation explanation = explain("select * from vet where id = ", "");
		assertThat(explanation.root()).isNull();
		assertThat(explanation.note()).contains("Impossible WHERE").contains("1 in place of each parameter");
		this.database.execute("insert into vet values (1)");
		assertThat(tables(root(explain("select * from vet where id = ", ""))).get(0).type()).isEqualTo("const");
	}

	@Test
	void whatIsNoStatementIsRefused() {
		assertThatThrownBy(() -> explain("select nonsense from nowhere")).isInstanceOf(SQLException.class);
	}

	private static List<PlanNode> tables(PlanNode node) {
		return (node.relation() != null) ? List.of(node)
				: node.children().stream().flatMap((child) -> tables(child).stream()).toList();
	}

	private static PlanNode root(Explanation explanation) {
		return Objects.requireNonNull(explanation.root());
	}

	private Explanation explain(String... parts) throws SQLException {
		try (Connection connection = this.database.connect()) {
			return new MySqlExplainer().explain(connection, new ExplainableText(List.of(parts)), Duration.ofSeconds(5));
		}
	}

}
