/** How two JSON values differ, member by member. Order of members does not count, nor what is of one run alone. */
import type { JsonValue } from '../messages';
import { diffJsonTree, type JsonDiffNode } from './json-diff-tree';
import type { Scrubbing } from './scrub';

export interface JsonChange {
  /** Member names and positions from the top; empty for the whole value. */
  readonly path: readonly (string | number)[];
  readonly kind: 'added' | 'removed' | 'changed';
  /** Undefined where it was added. */
  readonly before: JsonValue | undefined;
  /** Undefined where it was removed. */
  readonly after: JsonValue | undefined;
}

export interface JsonDiff {
  readonly changes: readonly JsonChange[];
  /** There are more than are listed. */
  readonly isCut: boolean;
  /** Values that differ in ids and times alone, which are not listed. */
  readonly ignoredCount: number;
}

const MAX_CHANGES = 1000;

export function diffJson(before: JsonValue, after: JsonValue, scrubbing: Scrubbing): JsonDiff {
  const changes: JsonChange[] = [];
  let isCut = false;
  let ignoredCount = 0;
  const walk = (
    { kind, before, after, children }: JsonDiffNode,
    path: JsonChange['path'],
  ): void => {
    if (kind === 'same') return;
    if (kind === 'ignored') ignoredCount++;
    else if (kind === 'inside') {
      for (const child of children) walk(child, [...path, child.key ?? '']);
    } else if (changes.length < MAX_CHANGES) changes.push({ path, kind, before, after });
    else isCut = true;
  };
  walk(diffJsonTree(before, after, scrubbing), []);
  return { changes, isCut, ignoredCount };
}
