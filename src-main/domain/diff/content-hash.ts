import { addMark, addText, finishHash, newHash, type HashState } from '../facets/text-hash';
import type { JsonValue } from '../messages';
import { isVolatileMember, scrubText, type Scrubbing } from './scrub';

export interface ContentHashes {
  /** Of the content as it is. */
  readonly plain: number;
  /** Of what is not of one run alone; `plain` where all of it is not. */
  readonly compared: number;
}

/** Nesting below which values are hashed as nothing. */
const MAX_DEPTH = 100;

/**
 * A running hash of content with and without what scrubbing takes out, in one walk. The second is
 * made from the first thing on that is taken out, so what has no ids and times is hashed once.
 */
export class ContentHash {
  readonly #plain = newHash();
  #compared: HashState | null = null;

  mark(mark: number): void {
    addMark(this.#plain, mark);
    if (this.#compared !== null) addMark(this.#compared, mark);
  }

  text(text: string, scrubbing: Scrubbing): void {
    const scrubbed = scrubText(text, scrubbing);
    if (scrubbed !== text) this.#compared ??= { ...this.#plain };
    addText(this.#plain, text);
    if (this.#compared !== null) addText(this.#compared, scrubbed);
  }

  /**
   * Adds a value so that the same value written otherwise adds the same: order of members, spaces
   * between them and around texts do not count, nor whether a number was sent as text.
   */
  json(value: JsonValue, scrubbing: Scrubbing, depth = 0): void {
    if (value === null || depth > MAX_DEPTH) return this.mark(1);
    if (typeof value === 'string') return this.text(value.trim(), scrubbing);
    if (typeof value !== 'object') return this.text(String(value), 'exact');
    if (Array.isArray(value)) {
      this.mark(2);
      for (const item of value as readonly JsonValue[]) {
        this.json(item, scrubbing, depth + 1);
        this.mark(3);
      }
      return;
    }
    const members = value as { readonly [key: string]: JsonValue };
    this.mark(4);
    for (const key of Object.keys(members).sort()) {
      this.text(key, 'exact');
      this.mark(5);
      const member = members[key] ?? null;
      if (isScalar(member) && isVolatileMember(key, scrubbing)) this.#plainAlone(member);
      else this.json(member, scrubbing, depth + 1);
      this.mark(6);
    }
  }

  finish(): ContentHashes {
    const plain = finishHash(this.#plain);
    return { plain, compared: this.#compared === null ? plain : finishHash(this.#compared) };
  }

  /** A value that is not compared. */
  #plainAlone(value: Scalar): void {
    this.#compared ??= { ...this.#plain };
    addText(this.#plain, String(value));
  }
}

type Scalar = string | number | boolean | null;

function isScalar(value: JsonValue): value is Scalar {
  return value === null || typeof value !== 'object';
}

/** Hashes of a whole value. */
export function contentHashes(value: JsonValue, scrubbing: Scrubbing): ContentHashes {
  const hash = new ContentHash();
  hash.json(value, scrubbing);
  return hash.finish();
}

/** A hash of what of a value two runs are compared by. */
export function hashValue(value: JsonValue, scrubbing: Scrubbing): number {
  return contentHashes(value, scrubbing).compared;
}
