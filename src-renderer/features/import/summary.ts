/** What an import's numbers say, in words. */
import type { ImportFile, ImportJob } from '@contract/import';
import { formatBytes, formatCount, formatDurationNs, formatShortCount } from '@domain/format';

export interface JobSummary {
  readonly title: string;
  readonly detail: string;
  readonly spansAdded: number;
  readonly spansAlreadyThere: number;
  readonly traces: number;
}

function isFinished(file: ImportFile): boolean {
  return file.state !== 'waiting' && file.state !== 'reading';
}

/** The head of a job: `Importing`, `3 of 5 files done, 9 s left`. */
export function summarizeJob(job: ImportJob): JobSummary {
  const { files } = job;
  const done = files.filter(isFinished).length;
  const failed = files.filter(({ state }) => state === 'failed').length;
  const isDone = job.state === 'done';
  const left = secondsLeft(job.bytesRead, job.bytesTotal, job.elapsedMs);
  const parts =
    job.state === 'running'
      ? [`${done} of ${plural(files.length, 'file')} done`, left]
      : [
          plural(files.length, 'file'),
          failed > 0 ? `${failed} not imported` : '',
          formatDurationNs(job.elapsedMs * 1e6),
        ];
  return {
    title: isDone && failed === files.length && failed > 0 ? 'Nothing imported' : titles[job.state],
    detail: parts.filter((part) => part !== '').join(', '),
    spansAdded: sum(files, (file) => file.spansAdded),
    spansAlreadyThere: sum(files, (file) => file.spansAlreadyThere),
    traces: sum(files, (file) => file.traces),
  };
}

const MIN_RATED_SPANS = 1000;
const MIN_RATED_MS = 500;

/** Spans per second; null of so few, or so soon, that it says how long the start took. */
export function spanRate(spans: number, elapsedMs: number): string | null {
  if (spans < MIN_RATED_SPANS || elapsedMs < MIN_RATED_MS) return null;
  return formatShortCount((spans / elapsedMs) * 1000);
}

const titles: Readonly<Record<ImportJob['state'], string>> = {
  running: 'Importing',
  done: 'Import done',
  cancelled: 'Import cancelled',
};

/** The line below a file's name: what it is and what came of it. */
export function describeFile(file: ImportFile): string {
  const rate = spanRate(spansOf(file), file.elapsedMs);
  switch (file.state) {
    case 'waiting':
      return `${formatBytes(file.bytesTotal)}, waiting`;
    case 'reading':
      return [
        progressText(file.bytesRead, file.bytesTotal),
        file.format,
        rate === null ? '' : `${rate} spans/s`,
        secondsLeft(file.bytesRead, file.bytesTotal, file.elapsedMs),
      ]
        .filter((part) => part !== '')
        .join(', ');
    case 'failed':
      return file.message;
    case 'cancelled':
      return ['Cancelled', ...results(file)].join(', ');
    case 'done':
    case 'partial':
      return [
        formatBytes(file.bytesTotal),
        file.format,
        ...results(file),
        formatDurationNs(file.elapsedMs * 1e6),
      ]
        .filter((part) => part !== '')
        .join(', ');
  }
}

/** What a file brought beside new spans; empty where there is nothing to say. */
export function describeRest(file: ImportFile): string {
  const there = file.spansAlreadyThere + file.logRecordsAlreadyThere;
  const parts: string[] = [];
  if (there > 0 && isFinished(file)) {
    const what = [
      file.spansAlreadyThere > 0 ? plural(file.spansAlreadyThere, 'span') : '',
      file.logRecordsAlreadyThere > 0 ? plural(file.logRecordsAlreadyThere, 'log record') : '',
    ].filter((part) => part !== '');
    parts.push(`${what.join(' and ')} already there`);
  }
  if (file.metricDataPoints > 0) {
    parts.push(`${plural(file.metricDataPoints, 'metric point')} left out, not kept yet`);
  }
  return parts.join('; ');
}

/**
 * The folder of each file by its id, from the innermost folder that holds all of them on: files
 * of one folder have none to tell. In the writing of the system the paths are of.
 */
export function foldersOf(files: readonly ImportFile[]): ReadonlyMap<number, string> {
  const folders = files.map(({ path }) => path.split(/[/\\]/).slice(0, -1));
  const [first = []] = folders;
  let common = 0;
  while (common < first.length && folders.every((one) => one[common] === first[common])) {
    common += 1;
  }
  return new Map(
    files.map(({ id, path }, at) => {
      const separator = path.includes('/') ? '/' : '\\';
      return [id, folders[at]?.slice(common).join(separator) ?? ''];
    }),
  );
}

export function skippedCount(file: ImportFile): number {
  return sum(file.skipped, ({ count }) => count);
}

/** All known lines of the skipped records, in order and without repeats. */
export function skippedLines(file: ImportFile): readonly number[] {
  return [...new Set(file.skipped.flatMap(({ lines }) => lines))].sort((a, b) => a - b);
}

/** From 0 to 1; a finished file is full whatever its size. */
export function fileProgress(file: ImportFile): number {
  if (file.state === 'done' || file.state === 'partial') return 1;
  return file.bytesTotal === 0 ? 0 : file.bytesRead / file.bytesTotal;
}

function results(file: ImportFile): readonly string[] {
  const { spansAdded, logRecordsAdded, traces } = file;
  const parts: string[] = [];
  if (spansAdded > 0) parts.push(`${plural(spansAdded, 'span')} in ${plural(traces, 'trace')}`);
  if (logRecordsAdded > 0) parts.push(plural(logRecordsAdded, 'log record'));
  if (parts.length === 0) parts.push('nothing new');
  return parts;
}

function spansOf(file: ImportFile): number {
  return file.spansAdded + file.spansAlreadyThere;
}

function progressText(read: number, total: number): string {
  return total === 0 ? formatBytes(read) : `${formatBytes(read)} of ${formatBytes(total)}`;
}

/** Too early or too late to tell: nothing. */
function secondsLeft(read: number, total: number, elapsedMs: number): string {
  if (read <= 0 || total <= read || elapsedMs < 500) return '';
  const seconds = Math.ceil(((total - read) / read) * (elapsedMs / 1000));
  return `${formatDurationNs(seconds * 1e9).replace(/\.\d+/, '')} left`;
}

function plural(count: number, noun: string): string {
  return `${formatCount(count)} ${count === 1 ? noun : `${noun}s`}`;
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}
