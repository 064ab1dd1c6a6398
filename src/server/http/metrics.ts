import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { FinishedCall } from '../../operations/dispatch/callGuard.ts';

/**
 * Counts and latencies for `GET /metrics`. A registry of its own, and none of the library's default metrics: those
 * keep a timer running that wakes an idle server a hundred times a second.
 */
export class Metrics {
  readonly #registry = new Registry();
  readonly #operations = new Counter({
    name: 'memory_bridge_operations_total',
    help: 'Operations by name and outcome (ok, or the error code).',
    labelNames: ['operation', 'outcome'],
    registers: [this.#registry],
  });
  readonly #seconds = new Histogram({
    name: 'memory_bridge_operation_seconds',
    help: 'Time from the call of an operation to its answer.',
    labelNames: ['operation'],
    buckets: [0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
    registers: [this.#registry],
  });
  readonly #refused = new Counter({
    name: 'memory_bridge_refused_requests_total',
    help: 'Requests that were refused before they reached an operation, by status.',
    labelNames: ['status'],
    registers: [this.#registry],
  });

  constructor(gauges: { eventStreams: () => number }) {
    this.#registry.registerMetric(
      gauge('memory_bridge_event_streams', 'Open event streams.', gauges.eventStreams),
    );
    this.#registry.registerMetric(
      gauge('memory_bridge_resident_bytes', 'Resident memory of the server process.', () =>
        process.memoryUsage.rss(),
      ),
    );
  }

  recordCall({ operation, outcome, durationMs }: FinishedCall): void {
    this.#operations.inc({ operation, outcome });
    this.#seconds.observe({ operation }, durationMs / 1_000);
  }

  recordRefusal(status: number): void {
    this.#refused.inc({ status: String(status) });
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  render(): Promise<string> {
    return this.#registry.metrics();
  }
}

/** A value that is read when somebody asks. */
function gauge(name: string, help: string, read: () => number): Gauge {
  return new Gauge({
    name,
    help,
    registers: [],
    collect() {
      this.set(read());
    },
  });
}
