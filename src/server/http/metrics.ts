import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { version } from '../../core/product.ts';
import type { Logger } from '../../core/ports.ts';
import type { FinishedCall } from '../../operations/dispatch/callGuard.ts';
import type { MemoryEvent } from '../../protocol/events.ts';
import type { Census } from '../census.ts';
import { CountGauges } from './countGauges.ts';

export interface MetricsParts {
  readonly eventStreams: () => number;
  readonly census: Pick<Census, 'take'>;
  readonly logger: Pick<Logger, 'warn'>;
}

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
    // Questions to a small memory take half a millisecond, a first one to a large memory a second.
    buckets: [0.0005, 0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 30],
    registers: [this.#registry],
  });
  readonly #refused = new Counter({
    name: 'memory_bridge_refused_requests_total',
    help: 'Requests that were refused before they reached an operation, by status.',
    labelNames: ['status'],
    registers: [this.#registry],
  });

  readonly #errors = new Counter({
    name: 'memory_bridge_errors_total',
    help: 'Calls that were not done, by the code of the error that was answered.',
    labelNames: ['code'],
    registers: [this.#registry],
  });
  readonly #events = new Counter({
    name: 'memory_bridge_events_total',
    help: 'Events that were told to whoever follows, by kind.',
    labelNames: ['kind'],
    registers: [this.#registry],
  });
  readonly #counts = new CountGauges(this.#registry);
  readonly #parts: MetricsParts;

  constructor(parts: MetricsParts) {
    this.#parts = parts;
    new Gauge({
      name: 'memory_bridge_build_info',
      help: 'Always 1; the version of the server is its label.',
      labelNames: ['version'],
      registers: [this.#registry],
    }).set({ version }, 1);
    this.#registry.registerMetric(
      gauge('memory_bridge_event_streams', 'Open event streams.', parts.eventStreams),
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
    if (outcome !== 'ok') this.#errors.inc({ code: outcome });
  }

  recordEvent({ kind }: Pick<MemoryEvent, 'kind'>): void {
    this.#events.inc({ kind });
  }

  recordRefusal(status: number): void {
    this.#refused.inc({ status: String(status) });
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  /** As text. What cannot be counted while the database is in trouble is left out: the rest tells of the trouble. */
  async render(): Promise<string> {
    try {
      this.#counts.show(await this.#parts.census.take());
    } catch (error) {
      this.#counts.forget();
      this.#parts.logger.warn('What is kept could not be counted.', { error: String(error) });
    }
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
