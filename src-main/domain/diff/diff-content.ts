import type { JsonValue } from '../messages';
import {
  foldRows,
  plainLine,
  textOfLine,
  unfold,
  type DiffBlock,
  type DiffFold,
  type DiffLine,
  type DiffRow,
} from './diff-row';
import { jsonDiffRows } from './json-diff-rows';
import { diffJsonTree, type JsonDiffNode } from './json-diff-tree';
import { jsonLines } from './json-lines';
import type { Scrubbing } from './scrub';
import { diffText, linesOfText, type TextDiffLevel } from './text-diff';

export interface ContentToDiff {
  /** Null where there is nothing on that side. */
  readonly before: JsonValue;
  readonly after: JsonValue;
  /** Ids and times count as changes. */
  readonly showsIgnored: boolean;
  readonly scrubbing: Scrubbing;
}

export interface ContentDiff {
  readonly blocks: readonly DiffBlock[];
  readonly level: TextDiffLevel;
  /** Of texts lines, of JSON values. */
  readonly counts: ChangeCounts;
  readonly unit: 'line' | 'value';
  /** Ids and times that differ. */
  readonly ignoredCount: number;
}

export interface ChangeCounts {
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
}

/** Two texts, or two JSON values, made ready to be read beside each other. */
export function diffContent(content: ContentToDiff): ContentDiff {
  const { before, after, showsIgnored } = content;
  if (before === null || after === null) return oneSided(before, after);
  if (typeof before !== 'string' || typeof after !== 'string') {
    return diffValues(before, after, content);
  }
  const { rows, level } = diffText(before, after);
  return {
    blocks:
      level === 'tooDifferent'
        ? [{ kind: 'apart', textA: before, textB: after }]
        : bounded(foldRows(rows, showsIgnored)),
    level,
    counts: countRows(rows),
    unit: 'line',
    ignoredCount: 0,
  };
}

function diffValues(
  before: JsonValue,
  after: JsonValue,
  { showsIgnored, scrubbing }: ContentToDiff,
): ContentDiff {
  const tree = diffJsonTree(before, after, scrubbing);
  const kinds = { ...noChanges, ignored: 0 };
  countNodes(tree, kinds);
  const { ignored, ...counts } = kinds;
  return {
    blocks: bounded(foldRows(jsonDiffRows(tree), showsIgnored)),
    level: 'words',
    counts,
    unit: 'value',
    ignoredCount: ignored,
  };
}

const noChanges: ChangeCounts = { added: 0, removed: 0, changed: 0 };

function countNodes(
  { kind, children }: JsonDiffNode,
  counts: Record<keyof ChangeCounts | 'ignored', number>,
): void {
  if (kind !== 'same' && kind !== 'inside') counts[kind]++;
  for (const child of children) countNodes(child, counts);
}

/** More rows are not read, and would hold up the window. */
const MAX_BLOCKS = 4000;

/** What comes after many rows stands beside each other as it is. */
function bounded(blocks: readonly (DiffRow | DiffFold)[]): readonly DiffBlock[] {
  if (blocks.length <= MAX_BLOCKS) return blocks;
  const rest = blocks
    .slice(MAX_BLOCKS)
    .flatMap((block) => (block.kind === 'fold' ? unfold(block) : [block]));
  const textOf = (side: 'a' | 'b'): string =>
    rest.flatMap((row) => (row[side] === null ? [] : [textOfLine(row[side])])).join('\n');
  return [
    ...blocks.slice(0, MAX_BLOCKS),
    { kind: 'apart', textA: textOf('a'), textB: textOf('b') },
  ];
}

/** Of one side alone: more lines stand there as they are. */
const MAX_ONE_SIDED = 400;

function oneSided(before: JsonValue, after: JsonValue): ContentDiff {
  const [linesA, linesB] = [linesOf(before), linesOf(after)];
  const rows = [
    ...linesA.map((line, at): DiffRow => ({
      kind: 'removed',
      a: lineOf(before, line, at),
      b: null,
    })),
    ...linesB.map((line, at): DiffRow => ({ kind: 'added', a: null, b: lineOf(after, line, at) })),
  ];
  const apart = { kind: 'apart', textA: linesA.join('\n'), textB: linesB.join('\n') } as const;
  return {
    blocks: rows.length > MAX_ONE_SIDED ? [apart] : rows,
    level: 'words',
    counts: countRows(rows),
    unit: 'line',
    ignoredCount: 0,
  };
}

function linesOf(value: JsonValue): string[] {
  if (value === null) return [];
  if (typeof value === 'string') return linesOfText(value);
  const members = Array.isArray(value) || typeof value !== 'object' ? [] : Object.entries(value);
  if (members.length === 0) return jsonLines(value, null, 0);
  return members.flatMap(([key, member]) => jsonLines(member, key, 0));
}

/** Lines of JSON have no numbers. */
function lineOf(value: JsonValue, line: string, at: number): DiffLine {
  return plainLine(line, typeof value === 'string' ? at + 1 : 0);
}

function countRows(rows: readonly DiffRow[]): ChangeCounts {
  const counts = { ...noChanges };
  for (const { kind } of rows) if (kind !== 'same' && kind !== 'ignored') counts[kind]++;
  return counts;
}
