/** In how much two JSON values differ. Order of members does not count, nor what is of one run alone. */
import type { JsonValue } from '../messages';
import { diffJsonTree, type JsonDiffNode } from './json-diff-tree';
import type { Scrubbing } from './scrub';

export interface JsonDifference {
  readonly isSame: boolean;
  /** The same but for values that differ in ids and times alone. */
  readonly isButForIds: boolean;
}

export function diffJson(
  before: JsonValue,
  after: JsonValue,
  scrubbing: Scrubbing,
): JsonDifference {
  const kinds = new Set<JsonDiffNode['kind']>();
  addKinds(diffJsonTree(before, after, scrubbing), kinds);
  const isSame = !kinds.has('added') && !kinds.has('removed') && !kinds.has('changed');
  return { isSame, isButForIds: isSame && kinds.has('ignored') };
}

function addKinds({ kind, children }: JsonDiffNode, kinds: Set<JsonDiffNode['kind']>): void {
  kinds.add(kind);
  for (const child of children) addKinds(child, kinds);
}
