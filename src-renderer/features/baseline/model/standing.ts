/** Where a run stands against the baseline of its root, and how the list says it. */
import type { ComparedVerdict, RunVerdict, RunVerdicts } from '@contract/baseline';
import type { TraceRow } from '@contract/traces';
import { totalsWords, type RunTotals } from '@domain/diff/compare-figures';
import { sameWords } from '@domain/diff/describe-headline';
import { defaultTolerances, type Tolerances } from '@domain/diff/tolerances';
import { formatCount } from '@domain/format';
import type { TraceId } from '@domain/units';

import type { TraceProgress } from '../../../ui/trace-progress';
import { withoutMarks } from '../../../ui/with-names';

export type Standing =
  | { readonly kind: 'baseline' }
  | {
      readonly kind: /** It has not been compared yet. */
        | 'asked'
        /** It is still being understood. */
        | 'waiting'
        | 'tooLarge'
        /** The baseline cannot be compared with. */
        | 'noBaseline';
      readonly baseline: TraceId;
      readonly baselineState: RunVerdicts['baseline'];
    }
  | {
      readonly kind: 'compared';
      readonly baseline: TraceId;
      readonly verdict: ComparedVerdict;
      /** Spans of it could still come when it was compared. */
      readonly goesOn: boolean;
    };

/** Spans of other processes come up to this much later than the root: exporters send every 5 s. */
export const SETTLE_MS = 6000;

/** Whether spans of a run may still come. */
export function goesOn(run: Pick<TraceRow, 'status' | 'lastReceivedMs'>, nowMs: number): boolean {
  return run.status === 'running' || nowMs - run.lastReceivedMs < SETTLE_MS;
}

/** Where a run stands by a new verdict; null where it does not belong to the baseline's root. */
export function standingBy(
  baseline: TraceId,
  wentOn: boolean,
  verdict: RunVerdict,
  before: Standing | null,
): Standing | null {
  switch (verdict.state) {
    case 'compared':
      return { kind: 'compared', baseline, verdict, goesOn: wentOn };
    case 'waiting':
      // While the newest spans are being understood, what was said before them stays.
      return before?.kind === 'compared'
        ? before
        : { kind: 'waiting', baseline, baselineState: 'ready' };
    case 'tooLarge':
      return { kind: 'tooLarge', baseline, baselineState: 'ready' };
    case 'gone':
    case 'otherRoot':
      return null;
  }
}

export interface StandingWords {
  readonly tone: 'baseline' | 'same' | 'soFar' | 'parted' | 'quiet';
  /** Names between backticks. */
  readonly text: string;
  /** In full. */
  readonly title: string;
  /** Steps that differ, e.g. `7`; '' where that does not matter. */
  readonly count: string;
}

const quiet = (text: string, title: string): StandingWords => ({
  tone: 'quiet',
  text,
  title,
  count: '',
});

/** What the run itself took; null where that does not matter. */
export interface Took {
  readonly totals: RunTotals | null;
  readonly tolerances: Tolerances;
}

/** The words for it, by how far the run has come. */
export function standingWords(
  standing: Standing,
  { status }: Pick<TraceProgress, 'status'>,
  took: Took = { totals: null, tolerances: defaultTolerances },
): StandingWords {
  switch (standing.kind) {
    case 'baseline':
      return {
        tone: 'baseline',
        text: 'Baseline',
        title: 'Other runs of this root are compared with this one',
        count: '',
      };
    case 'asked':
      return quiet('', 'Not compared yet');
    case 'waiting':
      return quiet('not comparable yet', 'Its spans are still being understood');
    case 'tooLarge':
      return quiet('too large', 'It has too many spans to be compared unasked. Press to compare.');
    case 'noBaseline':
      return withoutBaseline(standing.baselineState);
    case 'compared':
      return comparedWords(standing.verdict, standing.goesOn, status, took);
  }
}

function withoutBaseline(state: RunVerdicts['baseline']): StandingWords {
  if (state === 'gone') {
    return quiet(
      'baseline gone',
      'The baseline is not in the store. Import it again, pin another run, or unpin it.',
    );
  }
  if (state === 'tooLarge') {
    return quiet(
      'baseline too large',
      'The baseline has too many spans to be compared unasked. Press to compare.',
    );
  }
  return quiet('not comparable yet', 'The spans of the baseline are still being understood');
}

function comparedWords(
  verdict: ComparedVerdict,
  wentOn: boolean,
  status: TraceProgress['status'],
  { totals, tolerances }: Took,
): StandingWords {
  const { headline, changedCount, unknownCount, isButForIds, toComeCount } = verdict;
  const isUnderWay = status === 'running';
  if (headline !== null) {
    const more =
      changedCount === 1 ? '1 step differs' : `${formatCount(changedCount)} steps differ`;
    const soFar = isUnderWay ? `${more} so far; it is still running.` : `${more}.`;
    return {
      tone: 'parted',
      text: headline.text,
      title: `${withoutMarks(headline.text)} ${soFar}`,
      count: formatCount(changedCount),
    };
  }
  const toCome =
    toComeCount === 1 ? '1 span is to come' : `${formatCount(toComeCount)} spans are to come`;
  if (status === 'stalled') {
    return {
      tone: 'soFar',
      text: 'same until it stopped',
      title: `What arrived did the same as the baseline; ${toCome}, and its root has not ended.`,
      count: '',
    };
  }
  if (isUnderWay || (wentOn && toComeCount > 0)) {
    return { tone: 'soFar', text: 'same so far', title: `The same so far; ${toCome}.`, count: '' };
  }
  const isKnown = unknownCount === 0;
  const took = totals === null ? [] : totalsWords(verdict.baselineTotals, totals, tolerances);
  const same = sameWords({ unknownCount, isButForIds });
  return {
    tone: 'same',
    text: [isKnown && took.length === 0 ? 'same' : 'same steps', ...took].join(', '),
    title: [
      same.replace('The two runs', 'This run and the baseline'),
      ...(took.length === 0 ? [] : [`This run was ${took.join(', ')}.`]),
    ].join(' '),
    count: '',
  };
}
