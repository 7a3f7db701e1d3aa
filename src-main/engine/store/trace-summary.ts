/**
 * The row of a trace in the list, kept up to date span by span. Folding the same spans in
 * any order gives the same summary (reference B2): where several could stand for the trace,
 * the choice is by the values of the spans, never by their arrival.
 */

/** What a summary needs to know of a span. */
export interface SpanFacts {
  /** Key of its row. */
  readonly key: number;
  readonly spanId: Uint8Array;
  readonly isRoot: boolean;
  readonly name: string;
  /** As stored: between 0 and 2^63 - 1, 0 where not given. */
  readonly startNs: bigint;
  readonly endNs: bigint;
  /** OTLP status code. */
  readonly status: number;
  readonly category: number;
  readonly serviceName: string;
}

export interface RootFacts {
  readonly key: number;
  readonly spanId: Uint8Array;
  readonly name: string;
  readonly serviceName: string;
  readonly category: number;
  readonly fromNs: bigint;
  readonly ended: boolean;
  readonly status: number;
}

/** Numbers of `trace.status`; the first three are OTLP's. */
const STATUS_RUNNING = 3;

export class TraceSummary {
  /** Earliest of the roots; null while none has arrived. */
  root: RootFacts | null = null;
  /** Earliest span, shown while there is no root. */
  firstName = '';
  firstService = '';
  /** 0 while no span with a time has arrived. */
  startNs = 0n;
  endNs = 0n;
  services = new Set<string>();
  spanCount = 0;
  errorCount = 0;
  logCount = 0;
  lastReceivedMs = 0;

  constructor(readonly key: number) {}

  addSpan(span: SpanFacts): void {
    this.#addTimes(span);
    if (span.serviceName !== '') this.services.add(span.serviceName);
    if (span.isRoot) this.#addRoot(span);
    this.spanCount++;
    if (span.status === 2) this.errorCount++;
  }

  /**
   * Replaces a span by a later version of itself.
   * @returns false where that cannot be told from the summary alone: fold all spans anew
   */
  replaceSpan(before: SpanFacts, after: SpanFacts): boolean {
    const from = earliestOf(before);
    if (
      before.isRoot !== after.isRoot ||
      before.serviceName !== after.serviceName ||
      from !== earliestOf(after) ||
      latestOf(after) < latestOf(before) ||
      // It may be the one the trace is called after.
      (before.name !== after.name && from === this.startNs)
    ) {
      return false;
    }
    if (latestOf(after) > this.endNs) this.endNs = latestOf(after);
    if (before.status === 2) this.errorCount--;
    if (after.status === 2) this.errorCount++;
    if (this.root?.key === after.key) this.root = rootOf(after);
    return true;
  }

  /** Forgets the spans; counts of log records and the time of the last request stay. */
  clearSpans(): void {
    this.root = null;
    this.firstName = '';
    this.firstService = '';
    this.startNs = 0n;
    this.endNs = 0n;
    this.services = new Set();
    this.spanCount = 0;
    this.errorCount = 0;
  }

  /** Never negative: the end is at least the start (reference B5). */
  get durationNs(): bigint {
    return this.endNs - this.startNs;
  }

  /** The root's service, else that of the earliest span. */
  get serviceName(): string {
    return this.root === null ? this.firstService : this.root.serviceName;
  }

  /** Number for `trace.status`: the root's own once it has ended, else running. */
  get status(): number {
    if (this.root === null || !this.root.ended) return STATUS_RUNNING;
    return this.root.status === 1 || this.root.status === 2 ? this.root.status : 0;
  }

  /**
   * A span without a start counts from its end, one that ends before it starts counts as its
   * start, and one without any time does not count, so that a broken clock does not stretch
   * the trace back to 1970.
   */
  #addTimes(span: SpanFacts): void {
    const from = earliestOf(span);
    const to = latestOf(span);
    if (to > this.endNs) this.endNs = to;
    if (this.#isFirst(from, span)) {
      this.startNs = from;
      this.firstName = span.name;
      this.firstService = span.serviceName;
    }
  }

  #isFirst(from: bigint, span: SpanFacts): boolean {
    if (this.spanCount === 0) return true;
    if (from !== this.startNs) return from !== 0n && (this.startNs === 0n || from < this.startNs);
    if (span.name !== this.firstName) return span.name < this.firstName;
    return span.serviceName < this.firstService;
  }

  #addRoot(span: SpanFacts): void {
    const { root } = this;
    if (root !== null) {
      const from = earliestOf(span);
      const earlier =
        from === root.fromNs
          ? Buffer.compare(span.spanId, root.spanId) < 0
          : from !== 0n && (root.fromNs === 0n || from < root.fromNs);
      if (!earlier) return;
    }
    this.root = rootOf(span);
  }
}

/** The facts of a root as a summary keeps them; the id is copied out of its request. */
export function rootOf(span: SpanFacts): RootFacts {
  return {
    key: span.key,
    spanId: new Uint8Array(span.spanId),
    name: span.name,
    serviceName: span.serviceName,
    category: span.category,
    fromNs: earliestOf(span),
    ended: span.endNs !== 0n,
    status: span.status,
  };
}

function earliestOf(span: SpanFacts): bigint {
  return span.startNs === 0n ? span.endNs : span.startNs;
}

function latestOf(span: SpanFacts): bigint {
  return span.endNs > span.startNs ? span.endNs : span.startNs;
}
