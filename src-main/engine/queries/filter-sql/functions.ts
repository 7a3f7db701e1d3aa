/** SQL functions that conditions of filters are made of. */
import { toJson, textOf } from '@domain/conventions/json-value';
import { facetKinds } from '@domain/facets/facet-kind';
import { matchesLike, parseLike, type LikePart } from '@domain/filter-language/like-pattern';
import { spanTypesOf } from '@domain/filter-language/span-types';
import { decodeSpan } from '@domain/otlp/decode-span';
import { findAttribute } from '@domain/otlp/find-attribute';
import type { AnyValue, KeyValue } from '@domain/otlp/model';
import type { ReadableDb } from '../../store/connection';
import { foldCase } from '../fold-case';
import { RegexSearch } from './regex-search';
import { jsonText } from './value-test';

const deterministic = { deterministic: true };

/**
 * Defines the functions on a connection.
 * @param checkpoint asked with every call, since looking into payloads is slow
 */
export function defineFilterFunctions(db: ReadableDb, checkpoint: () => void): void {
  const patternOf = cached((folded: string) => parseLike(folded));
  const regexOf = cached((pattern: string) => new RegexSearch(pattern));

  db.function(
    'matches_pattern',
    deterministic,
    (text: unknown, pattern: unknown, folds: unknown) => {
      if (typeof text !== 'string') return null;
      return matchesLike(patternOf(folded(String(pattern), folds)), folded(text, folds)) ? 1 : 0;
    },
  );

  db.function('matches_regex', deterministic, (text: unknown, pattern: unknown) => {
    checkpoint();
    if (typeof text !== 'string') return null;
    return regexOf(String(pattern)).test(text) ? 1 : 0;
  });

  db.function('span_attribute', deterministic, (payload: unknown, key: unknown) => {
    checkpoint();
    const value = findAttribute(payload as Uint8Array, String(key));
    return value === undefined ? null : attributeText(value);
  });

  db.function('span_number', deterministic, (payload: unknown, key: unknown) => {
    checkpoint();
    const value = findAttribute(payload as Uint8Array, String(key));
    if (value?.type === 'int' || value?.type === 'double') return Number(value.value);
    const text = value?.type === 'string' ? attributeText(value).trim() : '';
    const number = text === '' ? Number.NaN : Number(text);
    return Number.isFinite(number) ? number : null;
  });

  db.function('span_types', deterministic, (given: unknown, kind: unknown) => {
    const known = facetKinds.find((each) => each === kind) ?? null;
    return JSON.stringify(spanTypesOf(typeof given === 'string' ? given : null, known));
  });

  db.function('span_says', deterministic, (payload: unknown, pattern: unknown, folds: unknown) => {
    checkpoint();
    const parts = patternOf(folded(String(pattern), folds));
    const bytes = payload as Buffer;
    if (!mayHold(bytes, parts, folds === 1)) return 0;
    for (const text of textsOf(bytes)) if (matchesLike(parts, folded(text, folds))) return 1;
    return 0;
  });
}

function folded(text: string, folds: unknown): string {
  return folds === 1 ? foldCase(text) : text;
}

/** The last few results, since a statement asks with the same text again and again. */
function cached<Made>(make: (text: string) => Made): (text: string) => Made {
  const kept = new Map<string, Made>();
  return (text) => {
    const known = kept.get(text);
    if (known !== undefined) return known;
    if (kept.size >= 32) kept.clear();
    const made = make(text);
    kept.set(text, made);
    return made;
  };
}

/** A text as it is, or as it was before a sender made JSON of it; anything else as JSON. */
function attributeText(value: AnyValue): string {
  return value.type === 'string' ? (jsonText(value.value) ?? value.value) : textOf(toJson(value));
}

/** What a span says: its name, status, attributes and events. */
function* textsOf(payload: Uint8Array): Generator<string> {
  const { name, statusMessage, attributes, events } = decodeSpan(payload);
  yield name;
  yield statusMessage;
  yield* entryTexts(attributes);
  for (const event of events) {
    yield event.name;
    yield* entryTexts(event.attributes);
  }
}

/** Long values of bytes are pictures and the like, whose Base64 nobody looks for. */
function* entryTexts(entries: readonly KeyValue[]): Generator<string> {
  for (const { key, value } of entries) {
    yield key;
    if (value.type === 'string') yield value.value;
    else if (value.type !== 'bytes') yield textOf(toJson(value));
  }
}

/**
 * What divides the tokens of JSON: between these a text stands in the payload as it stands in the
 * JSON. With case folded, only ASCII is looked at, and of that not what is also the lower case of a
 * sign beyond it: the Kelvin sign, and I with a dot.
 */
const breaks = /["{}[\],:\\]/;
const foldedBreaks = /["{}[\],:\\ki]|[^ -~]/;
/** Letters of numbers and constants, which do not stand in the payload as they are written. */
const constants = 'true false null infinity nan';

/**
 * Whether the payload has the longest piece of a pattern that is sure to stand in it, told without
 * decoding it.
 */
function mayHold(payload: Buffer, parts: readonly LikePart[], folds: boolean): boolean {
  const pieces = parts
    .flatMap((part) =>
      typeof part === 'string' ? [] : part.text.split(folds ? foldedBreaks : breaks),
    )
    .filter(isOfText);
  const [longest] = pieces.sort((a, b) => b.length - a.length);
  if (longest === undefined) return true;
  if (!folds) return payload.includes(longest);
  return payload.toString('latin1').toLowerCase().includes(longest);
}

function isOfText(piece: string): boolean {
  const words = piece.toLowerCase().match(/[a-z]{2,}/g) ?? [];
  return words.some((word) => !constants.includes(word));
}
