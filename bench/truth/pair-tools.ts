import type { Call } from './calls';
import { isSameJson } from './told-messages';
import type { TruthToolCall } from './truth-file';

/**
 * The spans of the tool calls of a truth, in its order. Calls that ran at once or within each other
 * have no order of their own, so they are found by name and arguments, else by name, else in turn.
 */
export function pairTools(
  expected: readonly TruthToolCall[],
  calls: readonly Call[],
): (Call | undefined)[] {
  const left = [...calls];
  const pairs: (Call | undefined)[] = expected.map(() => undefined);
  const take = (isPair: (truth: TruthToolCall, call: Call) => boolean): void => {
    expected.forEach((truth, index) => {
      if (pairs[index] !== undefined) return;
      const at = left.findIndex((call) => isPair(truth, call));
      if (at !== -1) [pairs[index]] = left.splice(at, 1);
    });
  };
  const isNamed = (truth: TruthToolCall, { facets }: Call): boolean =>
    facets.tool?.name === truth.name;
  take(
    (truth, call) =>
      isNamed(truth, call) && isSameJson(truth.arguments, call.facets.tool?.args?.value ?? null),
  );
  take(isNamed);
  take(() => true);
  return pairs;
}
