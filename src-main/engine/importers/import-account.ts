/** What came of a file: counts of what was kept, and what was left out with its reasons. */
import type { ImportFile } from '@contract/import';
import type { ImportRecord } from './import-record';
import type { SettledOutcome, SettledTelling } from './send-window';
import { SkipLog } from './skips';

type Counts = Pick<
  ImportFile,
  | 'spansAdded'
  | 'spansAlreadyThere'
  | 'logRecordsAdded'
  | 'logRecordsAlreadyThere'
  | 'metricDataPoints'
>;

/** What is imported to be looked at is few traces; of many the list has them all. */
const MAX_TRACE_KEYS = 100;
const MAX_PROJECTS = 100;
const METRICS_REASON = 'Metric data. Otelier keeps traces and logs only.';

export class ImportAccount {
  readonly skips = new SkipLog();
  readonly #traceKeys = new Set<number>();
  readonly #projects = new Map<number, string>();
  readonly #counts = {
    spansAdded: 0,
    spansAlreadyThere: 0,
    logRecordsAdded: 0,
    logRecordsAlreadyThere: 0,
    metricDataPoints: 0,
  } satisfies Counts;

  /** Enters the outcome of a request that was cut from the file. */
  add(record: ImportRecord, outcome: SettledOutcome): void {
    const { line, offset } = record;
    const text = record.encoding === 'json' ? record.body : undefined;
    if (outcome.status === 'undecodable') {
      this.skips.add({ reason: outcome.reason, line, offset, text });
      return;
    }
    const counts = this.#counts;
    switch (record.signal) {
      case 'traces':
        counts.spansAdded += outcome.added + outcome.updated;
        counts.spansAlreadyThere += outcome.alreadyThere;
        break;
      case 'logs':
        counts.logRecordsAdded += outcome.added;
        counts.logRecordsAlreadyThere += outcome.alreadyThere;
        break;
      case 'metrics':
        counts.metricDataPoints += outcome.metricDataPoints;
        this.skips.add({ reason: METRICS_REASON, line, offset });
    }
    for (const key of outcome.traceKeys) this.#traceKeys.add(key);
    outcome.rejections.forEach(({ reason, count }, at) => {
      // The request is saved once, whatever the number of reasons.
      const saved = at === 0 ? { text } : {};
      this.skips.add({ reason: sentence(reason), line, offset, count, ...saved });
    });
  }

  /** Enters what became of what a record tells of its trace. */
  addTold({ line, offset }: ImportRecord, outcome: SettledTelling): void {
    if (outcome.status === 'failed') {
      const reason = `What is told of the trace was refused: ${outcome.message}`;
      this.skips.add({ reason, line, offset });
    } else if (this.#projects.size < MAX_PROJECTS) {
      this.#projects.set(outcome.project.id, outcome.project.name);
    }
  }

  /** Nothing of the file is in the store. */
  get isEmpty(): boolean {
    return Object.values(this.#counts).every((count) => count === 0);
  }

  snapshot(): Counts & Pick<ImportFile, 'traces' | 'traceKeys' | 'projects' | 'skipped'> {
    return {
      ...this.#counts,
      traces: this.#traceKeys.size,
      traceKeys: [...this.#traceKeys].slice(0, MAX_TRACE_KEYS),
      projects: [...this.#projects].map(([id, name]) => ({ id, name })),
      skipped: this.skips.groups(),
    };
  }
}

function sentence(reason: string): string {
  return `${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`;
}
