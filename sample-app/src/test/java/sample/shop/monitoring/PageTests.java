package sample.shop.monitoring;

import java.nio.file.Path;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.LoadState;
import io.dbmonitor.testing.TestBrowser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import sample.shop.ShopTest;

import org.springframework.boot.test.web.server.LocalServerPort;

@ShopTest
class PageTests {

	private static TestBrowser browser;

	@BeforeAll
	static void open() {
		browser = TestBrowser.start();
	}

	@AfterAll
	static void close() {
		browser.close();
	}

	@Test
	void shots(@LocalServerPort int port) {
		Page page = browser.page((options) -> options.setViewportSize(1300, 1000));
		for (String view : "queries findings work connections sessions locks tables indexes audit alerts".split(" ")) {
			page.navigate("http://localhost:18090/actuator/dbmonitor#/" + view);
			page.waitForSelector("main .card, main .table, main .empty");
			page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("/tmp/v-" + view + ".png")).setFullPage(true));
		}
		page.navigate("http://localhost:18090/actuator/dbmonitor#/queries?sort=total");
		page.waitForSelector("main td.wide a");
		page.click("main td.wide a");
		page.waitForSelector(".sql");
		page.waitForSelector(".plan");
		page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("/tmp/v-query.png")).setFullPage(true));
		browser.assertNoErrors();
	}

}
