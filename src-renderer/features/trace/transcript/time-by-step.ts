/** How the duration of a run divides among its steps. */
import type { FacetKind } from '@domain/facets/facet-kind';
import type { SpanTable } from '@domain/span-table';

import type { Step } from './steps';

export interface StepTime {
  readonly label: string;
  readonly kind: FacetKind;
  /** Of all steps of this name, one after the other. */
  readonly durationNs: number;
  /** Its part of the duration: time at which several ran is divided among them. */
  readonly shareNs: number;
  /** Position of its first step. */
  readonly at: number;
}

/** All shares, those of `rows` and `own`, and `outsideNs` add up to the duration of the run. */
export interface StepTimes {
  /** By name, longest first. */
  readonly rows: readonly StepTime[];
  /** What the step did besides, whose steps are told in its place; null where none is. */
  readonly own: StepTime | null;
  readonly outsideNs: number;
}

type Times = Pick<SpanTable, 'durationNs' | 'startNs' | 'durationsNs'>;

/** Divides the duration among the outermost steps and those within the agent that is alone there. */
export function timeByStep(
  steps: readonly Step[],
  times: Times,
  labelOf: (step: Step) => string,
): StepTimes {
  const { holder, level } = splitOf(steps);
  const { shares, coveredNs } = divide(level, times);
  const rows = new Map<string, { -readonly [Key in keyof StepTime]: StepTime[Key] }>();
  level.forEach((step, index) => {
    const label = labelOf(step);
    const durationNs = Math.max(0, times.durationsNs[step.span] ?? 0);
    const shareNs = shares[index] ?? 0;
    const known = rows.get(`${step.kind} ${label}`);
    if (known === undefined) {
      rows.set(`${step.kind} ${label}`, {
        label,
        kind: step.kind,
        durationNs,
        shareNs,
        at: step.at,
      });
      return;
    }
    known.durationNs += durationNs;
    known.shareNs += shareNs;
  });
  const heldNs = holder === null ? coveredNs : divide([holder, ...level], times).coveredNs;
  return {
    rows: [...rows.values()].sort((a, b) => b.shareNs - a.shareNs || a.at - b.at),
    own:
      holder === null
        ? null
        : {
            label: labelOf(holder),
            kind: holder.kind,
            durationNs: Math.max(0, times.durationsNs[holder.span] ?? 0),
            shareNs: heldNs - coveredNs,
            at: holder.at,
          },
    outsideNs: times.durationNs - heldNs,
  };
}

/**
 * The steps that split the run: those at the top, with what the only agent or the only step among
 * them holds in its place; and so on while one step holds all.
 */
function splitOf(steps: readonly Step[]): {
  readonly holder: Step | null;
  readonly level: readonly Step[];
} {
  const top = stepsWithin(steps, null);
  const holder = onlyOf(top) ?? onlyOf(top.filter(({ kind }) => kind === 'agent'));
  if (holder === null) return { holder, level: top };
  let within = stepsWithin(steps, holder);
  if (within.length === 0) return { holder: null, level: top };
  // A step that is alone within it tells nothing new: what that does besides is own time too.
  for (let only = onlyOf(within); only !== null; only = onlyOf(within)) {
    const inner = stepsWithin(steps, only);
    if (inner.length === 0) break;
    within = inner;
  }
  return { holder, level: top.flatMap((step) => (step === holder ? within : [step])) };
}

function onlyOf(steps: readonly Step[]): Step | null {
  const [only] = steps;
  return only !== undefined && steps.length === 1 ? only : null;
}

/** The steps right within one; those at the top within none. */
function stepsWithin(steps: readonly Step[], outer: Step | null): readonly Step[] {
  const within: Step[] = [];
  const end = outer === null ? steps.length : outer.at + 1 + outer.descendants;
  for (let at = outer === null ? 0 : outer.at + 1; at < end;) {
    const step = steps[at];
    if (step === undefined) break;
    if (!step.isOther) within.push(step);
    at += 1 + step.descendants;
  }
  return within;
}

/** Time of the run that each step has to itself, or its even part of where several ran. */
function divide(
  steps: readonly Step[],
  { durationNs: totalNs, startNs, durationsNs }: Times,
): { readonly shares: Float64Array; readonly coveredNs: number } {
  const within = (ns: number): number => Math.min(totalNs, Math.max(0, ns));
  const edges = steps.flatMap(({ span }, index) => {
    const from = within(startNs[span] ?? 0);
    const to = within((startNs[span] ?? 0) + (durationsNs[span] ?? 0));
    return to > from
      ? [
          { ns: from, index, change: 1 },
          { ns: to, index, change: -1 },
        ]
      : [];
  });
  edges.sort((a, b) => a.ns - b.ns);
  const shares = new Float64Array(steps.length);
  let coveredNs = 0;
  let running = 0;
  let lastNs = 0;
  /** What a step would have got that ran from the beginning on. */
  let partNs = 0;
  for (const { ns, index, change } of edges) {
    if (running > 0) {
      coveredNs += ns - lastNs;
      partNs += (ns - lastNs) / running;
    }
    lastNs = ns;
    running += change;
    shares[index] = (shares[index] ?? 0) - change * partNs;
  }
  return { shares, coveredNs };
}
