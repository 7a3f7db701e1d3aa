import type { DiffSpan } from '@domain/diff/diff-tree';
import { Random } from './random';

/** Two runs that are hard to align. */
export interface WorstCase {
  readonly a: readonly DiffSpan[];
  readonly b: readonly DiffSpan[];
}

type Add = (
  parent: number,
  label: string,
  content: number | null,
  kind?: DiffSpan['kind'],
) => number;

/** Spans one after the other, below one root. */
function run(fill: (add: Add) => void): DiffSpan[] {
  const spans: DiffSpan[] = [];
  const add: Add = (parent, label, content, kind = 'step') => {
    const startNs = spans.length;
    const times = { startNs, endNs: startNs + 1 };
    const deed = { kind, label, model: null, input: content, output: content, system: null };
    const rest = { parameters: null, tools: null, exact: 0, sketch: null, isError: false };
    return spans.push({ parent, ...deed, ...rest, ...times }) - 1;
  };
  add(-1, 'root', null, 'agent');
  fill(add);
  return spans;
}

/** 9,000 steps in a row, and 10,050 within each other: any of the latter may be around the former. */
export function flatAndNested(): WorstCase {
  const a = run((add) => {
    for (let at = 0; at < 9000; at++) add(0, `step${at % 7}`, at);
  });
  const b = run((add) => {
    for (let outer = 0; outer < 50; outer++) {
      const first = add(0, 'step0', null);
      for (let inner = 0; inner < 50; inner++) {
        const second = add(first, 'step1', null);
        for (let at = 0; at < 3; at++) add(second, 'step2', null);
      }
    }
  });
  return { a, b };
}

/** 10,000 calls of a tool that did one of 40 things, and 150 more before and behind them. */
export function shiftedLoop(): WorstCase {
  const random = new Random(3);
  const contents = (count: number): number[] =>
    Array.from({ length: count }, () => random.below(40));
  const [base, before, behind] = [contents(10_000), contents(150), contents(150)];
  const of = (list: readonly number[]) =>
    run((add) => list.forEach((content) => add(0, 'tool', content, 'tool')));
  return { a: of(base), b: of([...before, ...base, ...behind]) };
}
