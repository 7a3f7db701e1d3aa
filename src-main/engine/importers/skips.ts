/**
 * What an import left out, grouped by reason, with a sample of the bytes to save. Bounded:
 * a file of nothing but errors costs no more memory than one with a hundred.
 */
import type { SkippedGroup } from '@contract/import';

const MAX_LINES = 100;
const MAX_TEXT_BYTES = 1024 * 1024;

export interface Skip {
  /** One sentence that does not name the place, so that equal reasons group. */
  readonly reason: string;
  /** 1-based; null in binary files. */
  readonly line: number | null;
  /** In the decompressed file. */
  readonly offset: number;
  /** The skipped bytes where they are text. */
  readonly text?: Uint8Array | undefined;
  /** How many records; 1 unless told. */
  readonly count?: number;
}

interface Group {
  reason: string;
  count: number;
  firstLine: number | null;
  firstOffset: number;
  lines: number[];
}

export class SkipLog {
  private readonly byReason = new Map<string, Group>();
  private readonly texts: string[] = [];
  private textBytes = 0;

  add(skip: Skip): void {
    let group = this.byReason.get(skip.reason);
    if (group === undefined) {
      group = {
        reason: skip.reason,
        count: 0,
        firstLine: skip.line,
        firstOffset: skip.offset,
        lines: [],
      };
      this.byReason.set(skip.reason, group);
    }
    group.count += skip.count ?? 1;
    if (skip.line !== null && group.lines.length < MAX_LINES) group.lines.push(skip.line);
    if (skip.text !== undefined && this.textBytes < MAX_TEXT_BYTES) {
      const part = skip.text.subarray(0, MAX_TEXT_BYTES - this.textBytes);
      this.textBytes += part.byteLength;
      this.texts.push(Buffer.from(part).toString('utf8').trimEnd());
    }
  }

  get isEmpty(): boolean {
    return this.byReason.size === 0;
  }

  /** Groups, most frequent first. */
  groups(): SkippedGroup[] {
    return [...this.byReason.values()]
      .map((group) => ({ ...group, lines: [...group.lines] }))
      .sort((a, b) => b.count - a.count);
  }

  /** The skipped text, one record a line, up to 1 MiB. */
  text(): string {
    return this.texts.length === 0 ? '' : `${this.texts.join('\n')}\n`;
  }
}
