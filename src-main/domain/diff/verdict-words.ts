/** What a row of a comparison says of itself, in the words of the view and of reports. */
import { pairKinds, type PairKind } from './alignment';
import { DiffFlag, sideOf, verdictOf, type DiffColumns } from './diff-columns';
import { isDifference, type Verdict } from './explain';

const words: Readonly<Record<Exclude<Verdict, 'same' | 'inside'>, string>> = {
  promptEdit: 'system prompt',
  modelChange: 'other model',
  settingsChange: 'other settings',
  decision: 'decided otherwise',
  environment: 'other result',
  inputChange: 'other input',
  consequence: 'follows',
  renamed: 'renamed',
  onlyA: 'only in A',
  onlyB: 'only in B',
  retry: 'failed try',
  wrapper: 'around',
  moved: 'moved',
  unknown: 'not recorded',
  reordered: 'in another order',
};

const sentences: Readonly<Record<Verdict, string>> = {
  same: 'Given the same, it gave the same.',
  promptEdit: 'The system prompt was edited.',
  modelChange: 'Another model was asked.',
  settingsChange: 'Its parameters, or the tools it was offered, are others.',
  decision: 'Given the same, the model answered otherwise: its own decision.',
  environment: 'Given the same, it gave something else: the world around the run differed.',
  inputChange: 'It was given something else, and no earlier step tells why.',
  consequence: 'It was given something else, since an earlier step differed.',
  renamed: 'The same step by another name.',
  onlyA: 'B has no such step.',
  onlyB: 'A has no such step.',
  retry: 'An attempt that failed and was tried again, on one side alone.',
  wrapper: 'One side has this around steps that both have.',
  moved: 'The same step stands in another place on the other side.',
  inside: 'Only what is within it differs.',
  unknown:
    'What it got or gave was not recorded on both sides, so it cannot be told whether it differs.',
  reordered: 'The same step, before another on one side and after it on the other.',
};

/** A few words, e.g. `only in A` or `other input, 3 inside`; '' for what is the same. */
export function verdictWords(columns: DiffColumns, row: number): string {
  const verdict = verdictOf(columns, row);
  const inside = changesInside(columns, row);
  const more = inside > 0 ? `${inside} inside` : '';
  if (verdict === 'same' || verdict === 'inside') return more;
  const side = sideOf(columns, row);
  const isOneSided = side !== 'both' && (verdict === 'retry' || verdict === 'wrapper');
  const both = hasOtherModelToo(columns, row) ? 'prompt, model' : words[verdict];
  const own = isOneSided ? `${both} in ${side.toUpperCase()}` : both;
  return more === '' ? own : `${own}, ${more}`;
}

/** One sentence on what the verdict means. */
export function verdictSentence(columns: DiffColumns, row: number): string {
  const verdict = verdictOf(columns, row);
  if (verdict === 'same' && sideOf(columns, row) !== 'both') {
    return 'It was moved with the step that it is in.';
  }
  if (((columns.flags[row] ?? 0) & DiffFlag.butForIds) !== 0) {
    return 'Given the same, it gave the same, but for ids and times.';
  }
  return hasOtherModelToo(columns, row)
    ? 'The system prompt was edited, and another model was asked.'
    : sentences[verdict];
}

/** An edit of the prompt came with another model. */
function hasOtherModelToo(columns: DiffColumns, row: number): boolean {
  const isEdit = verdictOf(columns, row) === 'promptEdit';
  return isEdit && ((columns.flags[row] ?? 0) & DiffFlag.otherModel) !== 0;
}

/** How many rows below a row differ. */
function changesInside({ changedBelow, verdicts }: DiffColumns, row: number): number {
  return (changedBelow[row] ?? 0) - (isDifference(verdicts[row] ?? 0) ? 1 : 0);
}

const ways: Readonly<Record<PairKind, string>> = {
  none: 'No partner',
  same: 'Paired since all that was recorded of it is the same',
  aligned: 'Paired by place and likeness',
  reordered: 'Paired by likeness, in another order',
  wrapped: 'Paired through a step that only one side has around it',
  pinned: 'Paired by hand',
};

/** How a pair was found and how sure that is, e.g. `Paired by place and likeness, 92% sure`. */
export function pairingWords({ pairKinds: kinds, confidences }: DiffColumns, row: number): string {
  const kind = pairKinds[kinds[row] ?? 0] ?? 'none';
  if (kind === 'none' || kind === 'pinned') return ways[kind];
  return `${ways[kind]}, ${Math.round((confidences[row] ?? 0) * 100)}% sure`;
}
