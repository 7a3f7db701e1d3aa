import type { Provenance } from '../facets/span-facets';
import type { JsonValue } from '../messages';
import type { AttributeView } from './convention';
import { isObject, toJson } from './json-value';
import type { ProvenanceOf } from './provenance';

const MAX_ENTRIES = 1000;

type Propose = (name: string, value: JsonValue, from: Provenance) => void;

/**
 * Calls `propose` for each entry of what is sent under `key`: a JSON object, or attributes
 * `key.name`. Names are what follows the key.
 */
export function proposeEntries(
  attributes: AttributeView,
  key: string,
  from: ProvenanceOf,
  propose: Propose,
): void {
  const whole = attributes.parsed(key);
  if (isObject(whole)) proposeMembers(whole, from.attribute(key), propose);
  for (const entry of attributes.withPrefix(`${key}.`).slice(0, MAX_ENTRIES)) {
    propose(entry.key.slice(key.length + 1), toJson(entry.value), from.attribute(entry.key));
  }
}

/** Calls `propose` for each member of an object that is not null or ''. */
export function proposeMembers(
  object: { readonly [name: string]: JsonValue },
  from: Provenance,
  propose: Propose,
): void {
  for (const [name, value] of Object.entries(object).slice(0, MAX_ENTRIES)) {
    if (value !== null && value !== '') propose(name, value, from);
  }
}
