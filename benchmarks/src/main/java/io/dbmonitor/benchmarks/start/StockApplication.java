package io.dbmonitor.benchmarks.start;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/** An application as it is usually begun: an entity, a repository, a service. */
@SpringBootApplication
class StockApplication {

}
