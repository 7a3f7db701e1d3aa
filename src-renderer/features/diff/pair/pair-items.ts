/** What the content of a pair shows, from top to bottom: differences, and between them what is the same. */
import type { DiffPair, PairDifference } from '@contract/diff';
import type { DifferenceField, Sameness } from '@domain/diff/compare-facets';
import type { ChangeCounts, ContentDiff } from '@domain/diff/diff-content';
import type { PartLabel } from '@domain/diff/pair-parts';
import { formatCount } from '@domain/format';

export interface PartTitle {
  /** E.g. `Tool call`. */
  readonly title: string;
  /** Of the tool; '' for all else. */
  readonly name: string;
  readonly isPlural: boolean;
}

export interface DifferenceItem extends PartTitle {
  readonly type: 'difference';
  readonly difference: PairDifference;
}

export interface SameItem {
  readonly type: 'same';
  /** One plain sentence without its full stop. */
  readonly text: string;
}

export type PairItem = DifferenceItem | SameItem;

/** So many in a row that are the same are told one by one. */
const MAX_SAME_LINES = 3;
/** The head says them already. */
const untold: readonly DifferenceField[] = ['model', 'finishReason', 'error'];

export function pairItems({ differences, same }: DiffPair): PairItem[] {
  const all = [...differences, ...same].sort((a, b) => a.order - b.order);
  const items: PairItem[] = [];
  let run: Sameness[] = [];
  const flush = (): void => {
    items.push(...sameItems(run));
    run = [];
  };
  for (const one of all) {
    if ('before' in one) {
      flush();
      items.push({ type: 'difference', difference: one, ...partTitle(one.field, one.part) });
    } else if (!untold.includes(one.field)) run.push(one);
  }
  flush();
  return items;
}

function sameItems(run: readonly Sameness[]): SameItem[] {
  if (run.length <= MAX_SAME_LINES) return run.map(sameItem);
  const tokens = run.reduce((sum, { tokenEstimate }) => sum + tokenEstimate, 0);
  const ids = run.some(({ isButForIds }) => isButForIds) ? ' but for ids or times' : '';
  return [{ type: 'same', text: `${run.length} parts are the same${ids}, ${tokenText(tokens)}` }];
}

function sameItem({ field, part, tokenEstimate, isButForIds }: Sameness): SameItem {
  const { title, name, isPlural } = partTitle(field, part);
  const what = name === '' ? title : `${title} ${name}`;
  const ids = isButForIds ? ' but for ids or times' : '';
  const verb = isPlural ? 'are' : 'is';
  return { type: 'same', text: `${what} ${verb} the same${ids}, ${tokenText(tokenEstimate)}` };
}

function tokenText(count: number): string {
  return `${formatCount(count)} ${count === 1 ? 'token' : 'tokens'}`;
}

const fieldTitles: Readonly<Record<DifferenceField, string>> = {
  model: 'Model',
  parameters: 'Parameters',
  system: 'System prompt',
  tools: 'Tools offered',
  input: 'Input',
  arguments: 'Arguments',
  query: 'Query',
  output: 'Output',
  result: 'Result',
  documents: 'Documents',
  finishReason: 'Finish reason',
  error: 'Error',
};

const plurals: readonly DifferenceField[] = ['parameters', 'tools', 'arguments', 'documents'];

const partTitles: Readonly<Record<Exclude<PartLabel['type'], 'text'>, string>> = {
  reasoning: 'Reasoning',
  toolCall: 'Tool call',
  toolResult: 'Tool result',
  media: 'Attachment',
  document: 'Document',
  compaction: 'Summary',
  unknown: 'Part of a message',
};

const roleTitles: Readonly<Record<PartLabel['role'], string>> = {
  system: 'System message',
  developer: 'System message',
  user: 'User message',
  assistant: 'Assistant message',
  tool: 'Tool message',
};

function partTitle(field: DifferenceField, part: PartLabel | null): PartTitle {
  const isPlural = plurals.includes(field);
  if (part === null || (field === 'system' && part.type === 'text')) {
    return { title: fieldTitles[field], name: '', isPlural };
  }
  const { type, role, name } = part;
  const isAnswer = field === 'output' && role === 'assistant';
  const title = type !== 'text' ? partTitles[type] : isAnswer ? 'Output text' : roleTitles[role];
  return { title, name: name ?? '', isPlural: false };
}

const nouns: Partial<Record<DifferenceField, string>> = {
  parameters: 'parameter',
  arguments: 'argument',
};

/** What changed, for a chip: `1 line added`, `changed`, `2 arguments changed, 1 removed`. */
export function describeChanges(
  { before, after, field, part }: PairDifference,
  diff: ContentDiff | null,
): string {
  if (before === null) return 'only in B';
  if (after === null) return 'only in A';
  if (diff === null) return '';
  if (diff.level === 'tooDifferent') return 'different';
  const { counts, unit } = diff;
  const isCall = part?.type === 'toolCall';
  const noun = unit === 'line' ? 'line' : isCall ? 'argument' : (nouns[field] ?? 'value');
  if (isOneChange(diff)) return 'changed';
  return countsText(counts, noun);
}

/** A text of one line: that it changed is all there is to say. */
function isOneChange({ blocks, counts, unit }: ContentDiff): boolean {
  const total = counts.added + counts.removed + counts.changed;
  return unit === 'line' && blocks.length === 1 && total === 1;
}

function countsText(counts: ChangeCounts, noun: string): string {
  const told = (['changed', 'added', 'removed'] as const).filter((kind) => counts[kind] > 0);
  return told
    .map((kind, at) => {
      const count = counts[kind];
      const words = at > 0 ? '' : ` ${noun}${count === 1 ? '' : 's'}`;
      return `${formatCount(count)}${words} ${kind}`;
    })
    .join(', ');
}
