import type { IngestStats, LastRequest } from '@contract/receiver-status';

import type { RequestReport } from './receiver-types';

/** Seconds over which `spansPerSecond` is an average. */
const RATE_SECONDS = 5;
const ACTIVE_MS = 60_000;
/** Names longer than this, and more of them than this, are an attack on memory, not news. */
const MAX_AGENT_LENGTH = 200;
const MAX_AGENTS = 1_000;

/** Sums up the reports of answered requests since it was created. */
export class IngestStatsCounter {
  #requests = 0;
  #spans = 0;
  #logRecords = 0;
  #metricDataPoints = 0;
  #rejectedRequests = 0;
  #lastRequest: LastRequest | null = null;
  /** Spans by whole second, the newest last; older than the rate's window dropped. */
  #recent: { second: number; spans: number }[] = [];
  /** When each sender was last seen, in order of that. */
  #seenAtMs = new Map<string, number>();

  constructor(private readonly nowMs: () => number = Date.now) {}

  record(report: RequestReport): void {
    const { atMs, transport, outcome, spans, message } = report;
    const userAgent = report.userAgent.slice(0, MAX_AGENT_LENGTH);
    this.#requests += 1;
    this.#spans += spans;
    this.#logRecords += report.logRecords;
    this.#metricDataPoints += report.metricDataPoints;
    if (outcome === 'rejected') this.#rejectedRequests += 1;
    this.#lastRequest = { atMs, transport, userAgent, outcome, spans, message };

    const second = Math.floor(atMs / 1000);
    const newest = this.#recent.at(-1);
    if (newest?.second === second) newest.spans += spans;
    else this.#recent.push({ second, spans });
    this.#forgetRates(atMs);

    this.#seenAtMs.delete(userAgent);
    this.#seenAtMs.set(userAgent, atMs);
    for (const oldest of this.#seenAtMs.keys()) {
      if (this.#seenAtMs.size <= MAX_AGENTS) break;
      this.#seenAtMs.delete(oldest);
    }
  }

  snapshot(): IngestStats {
    const nowMs = this.nowMs();
    this.#forgetRates(nowMs);
    for (const [agent, atMs] of this.#seenAtMs) {
      if (atMs > nowMs - ACTIVE_MS) break;
      this.#seenAtMs.delete(agent);
    }
    const recentSpans = this.#recent.reduce((sum, { spans }) => sum + spans, 0);
    return {
      spansPerSecond: recentSpans / RATE_SECONDS,
      requests: this.#requests,
      spans: this.#spans,
      logRecords: this.#logRecords,
      metricDataPoints: this.#metricDataPoints,
      rejectedRequests: this.#rejectedRequests,
      activeClients: this.#seenAtMs.size,
      lastRequest: this.#lastRequest,
    };
  }

  #forgetRates(nowMs: number): void {
    const oldest = Math.floor(nowMs / 1000) - RATE_SECONDS;
    while (this.#recent[0] !== undefined && this.#recent[0].second <= oldest) this.#recent.shift();
  }
}
