/** What is asked of the steps of a run. */
import type { JsonValue } from '@domain/messages';
import type { Run, Step } from './run';

export const isCall = ({ facets: { kind } }: Step): boolean => kind === 'llm';
export const isTool = ({ facets: { kind } }: Step): boolean => kind === 'tool';
export const isStep = (step: Step): boolean => isCall(step) || isTool(step);

export function childrenOf({ steps }: Run, { spanId }: Step): readonly Step[] {
  return steps.filter(({ parentSpanId }) => parentSpanId === spanId);
}

export function leaves(run: Run): readonly Step[] {
  return run.steps.filter(
    (step) => step.parentSpanId !== null && childrenOf(run, step).length === 0,
  );
}

export function byStart(steps: readonly Step[]): Step[] {
  return [...steps].sort((a, b) => a.startNs - b.startNs);
}

/** Each call with what comes after it, up to the next one beside it. */
export function turnsOf(run: Run): readonly (readonly Step[])[] {
  return run.steps.flatMap((parent) => {
    const children = byStart(childrenOf(run, parent));
    return children.filter(isCall).map((call) => {
      const from = children.indexOf(call);
      const next = children.findIndex((child, index) => index > from && isCall(child));
      return children.slice(from, next === -1 ? undefined : next);
    });
  });
}

export function isObject(value: JsonValue): value is Readonly<Record<string, JsonValue>> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
