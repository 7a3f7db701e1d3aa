/** An import as the import page shows it: one job, many files, results file by file. */

export type ImportFileState =
  | 'waiting'
  | 'reading'
  | 'done'
  /** Done, but some of it was skipped. */
  | 'partial'
  /** Nothing of it could be read. */
  | 'failed'
  | 'cancelled';

/** Records or bytes that were left out, grouped by reason. */
export interface SkippedGroup {
  readonly reason: string;
  readonly count: number;
  /** 1-based line of the first one; null for binary files. */
  readonly firstLine: number | null;
  /** Byte offset of the first one in the (decompressed) file. */
  readonly firstOffset: number;
  /** Lines of the first hundred, for copying. */
  readonly lines: readonly number[];
}

export interface ProjectName {
  readonly id: number;
  readonly name: string;
}

export interface ImportFile {
  readonly id: number;
  readonly path: string;
  readonly name: string;
  readonly state: ImportFileState;
  readonly bytesRead: number;
  readonly bytesTotal: number;
  /** What the file is, e.g. `OTLP JSON Lines, gzip`; '' until known. */
  readonly format: string;
  readonly spansAdded: number;
  readonly spansAlreadyThere: number;
  readonly logRecordsAdded: number;
  readonly logRecordsAlreadyThere: number;
  readonly metricDataPoints: number;
  readonly traces: number;
  /** Store keys of the first hundred of them. */
  readonly traceKeys: readonly number[];
  /** The first hundred projects that traces went to by what the file tells of them as a whole. */
  readonly projects: readonly ProjectName[];
  readonly skipped: readonly SkippedGroup[];
  /** One sentence where the whole file failed or is of another kind; else ''. */
  readonly message: string;
  readonly elapsedMs: number;
}

export interface ImportJob {
  readonly id: number;
  readonly state: 'running' | 'done' | 'cancelled';
  readonly files: readonly ImportFile[];
  readonly bytesRead: number;
  readonly bytesTotal: number;
  readonly elapsedMs: number;
}
