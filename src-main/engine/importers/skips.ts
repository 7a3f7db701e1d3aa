/**
 * What an import left out, grouped by reason, with a sample of the bytes to save. Bounded:
 * a file of nothing but errors costs no more memory than one with a hundred.
 */
import type { SkippedGroup } from '@contract/import';

const MAX_GROUPS = 50;
const MAX_LINES = 100;
const MAX_TEXT_BYTES = 1024 * 1024;

/** Of the group that takes what comes after the first fifty reasons. */
export const OTHER_REASONS = 'Other reasons.';

export interface Skip {
  /** One sentence that names neither place nor value, so that equal reasons group. */
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
  readonly reason: string;
  count: number;
  readonly firstLine: number | null;
  readonly firstOffset: number;
  readonly lines: number[];
}

export class SkipLog {
  readonly #groups = new Map<string, Group>();
  readonly #texts: string[] = [];
  #textBytes = 0;

  add(skip: Skip): void {
    const group = this.#groupOf(skip);
    group.count += skip.count ?? 1;
    const isNewLine = skip.line !== null && group.lines[group.lines.length - 1] !== skip.line;
    if (isNewLine && group.lines.length < MAX_LINES) group.lines.push(skip.line);
    if (skip.text !== undefined && this.#textBytes < MAX_TEXT_BYTES) {
      const part = skip.text.subarray(0, MAX_TEXT_BYTES - this.#textBytes);
      this.#textBytes += part.byteLength;
      this.#texts.push(Buffer.from(part).toString('utf8').trimEnd());
    }
  }

  get isEmpty(): boolean {
    return this.#groups.size === 0;
  }

  /** Groups, most frequent first. */
  groups(): SkippedGroup[] {
    return [...this.#groups.values()]
      .map((group) => ({ ...group, lines: [...group.lines] }))
      .sort((a, b) => b.count - a.count);
  }

  /** The skipped text, one record a line, up to 1 MiB. */
  text(): string {
    return this.#texts.length === 0 ? '' : `${this.#texts.join('\n')}\n`;
  }

  #groupOf({ reason, line, offset }: Skip): Group {
    const known = this.#groups.get(reason);
    if (known !== undefined) return known;
    const isFull = this.#groups.size >= MAX_GROUPS;
    const name = isFull ? OTHER_REASONS : reason;
    const group = this.#groups.get(name) ?? {
      reason: name,
      count: 0,
      firstLine: line,
      firstOffset: offset,
      lines: [],
    };
    this.#groups.set(name, group);
    return group;
  }
}
