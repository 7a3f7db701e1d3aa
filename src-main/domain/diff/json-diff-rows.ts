import type { JsonValue } from '../messages';
import { plainLine, type DiffRow } from './diff-row';
import type { JsonDiffNode } from './json-diff-tree';
import { closingLine, jsonLines, openingLine } from './json-lines';
import { diffLines, textDiffBudget } from './text-diff';

/** A tree of differences as lines beside each other, values that were changed word by word. */
export function jsonDiffRows(tree: JsonDiffNode): DiffRow[] {
  const rows: DiffRow[] = [];
  const isWholeObject = isMembers(tree.before) && isMembers(tree.after);
  if (isWholeObject) addMembers(tree, rows);
  else addNode(tree, 0, rows);
  return rows;
}

/** The members of the whole value, without braces around them. */
function addMembers(tree: JsonDiffNode, rows: DiffRow[]): void {
  if (tree.kind === 'inside') {
    for (const child of tree.children) addNode(child, 0, rows);
    return;
  }
  const before = Object.entries(tree.before as Members);
  const lines = before.flatMap(([key, value]) => jsonLines(value, key, 0));
  for (const line of lines) rows.push(both('same', line, line));
}

type Members = { readonly [key: string]: JsonValue };

function isMembers(value: JsonValue | undefined): value is Members {
  return (
    value !== undefined && value !== null && typeof value === 'object' && !Array.isArray(value)
  );
}

function addNode(node: JsonDiffNode, depth: number, rows: DiffRow[]): void {
  const { kind, before, after, children } = node;
  const key = typeof node.key === 'string' ? node.key : null;
  const a = before === undefined || kind === 'inside' ? [] : jsonLines(before, key, depth);
  const b = after === undefined || kind === 'inside' ? [] : jsonLines(after, key, depth);
  switch (kind) {
    case 'same':
      // Where members are in another order, or a number was sent as text: as B has it.
      for (const line of b) rows.push(both('same', line, line));
      return;
    case 'removed':
      for (const line of a) rows.push({ kind, a: plainLine(line), b: null });
      return;
    case 'added':
      for (const line of b) rows.push({ kind, a: null, b: plainLine(line) });
      return;
    case 'ignored':
      for (let at = 0; at < Math.max(a.length, b.length); at++) {
        rows.push(both('ignored', a[at] ?? '', b[at] ?? ''));
      }
      return;
    case 'changed': {
      const changed = diffLines(a, b, { first: 0, budget: textDiffBudget });
      if (changed.level !== 'tooDifferent') {
        for (const row of changed.rows) rows.push(row);
      } else {
        for (const line of a) rows.push({ kind: 'removed', a: plainLine(line), b: null });
        for (const line of b) rows.push({ kind: 'added', a: null, b: plainLine(line) });
      }
      return;
    }
    case 'inside': {
      // Both are lists, or both have members: they open and close alike.
      const [open, close] = [
        openingLine(after ?? null, key, depth),
        closingLine(after ?? null, depth),
      ];
      rows.push(both('same', open, open));
      for (const child of children) addNode(child, depth + 1, rows);
      rows.push(both('same', close, close));
    }
  }
}

function both(kind: 'same' | 'ignored', a: string, b: string): DiffRow {
  return { kind, a: plainLine(a), b: plainLine(b) };
}
