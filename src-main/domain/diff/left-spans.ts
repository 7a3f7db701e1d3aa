import { sizeOf, type DiffTree } from './diff-tree';

/** Spans of one key that are looked at beyond those that there are to be found. */
const SPARE = 24;

/** Spans without a partner, found by what they did: never is each compared with each. */
export class LeftSpans {
  readonly #left: Set<number>;
  readonly #byKey = new Map<string, Bucket>();

  /** @param spans siblings in order */
  constructor(tree: DiffTree, spans: readonly number[]) {
    this.#left = new Set(spans);
    for (const at of spans) {
      for (const key of keysOf(tree, at)) {
        const bucket = this.#byKey.get(key);
        if (bucket === undefined) this.#byKey.set(key, { spans: [at], from: 0 });
        else bucket.spans.push(at);
      }
    }
  }

  get size(): number {
    return this.#left.size;
  }

  take(at: number): void {
    this.#left.delete(at);
  }

  /**
   * Those that may be one of `others`, in order: what did the same; where there is none, the first
   * ones that were given the same, gave the same, or have the name. What was pinned is among them.
   */
  like(
    tree: DiffTree,
    others: readonly number[],
    pinned: ReadonlyMap<number, number>,
  ): readonly number[] {
    const wanted = new Map<string, number>();
    for (const other of others) {
      const [whole = '', ...parts] = keysOf(tree, other);
      for (const key of this.#first(whole, 1).length > 0 ? [whole] : parts) {
        wanted.set(key, (wanted.get(key) ?? SPARE) + 1);
      }
    }
    const found = new Set<number>();
    for (const [key, most] of wanted) for (const at of this.#first(key, most)) found.add(at);
    if (pinned.size > 0) {
      const inside = new Set(others);
      for (const [at, other] of pinned) if (this.#left.has(at) && inside.has(other)) found.add(at);
    }
    return [...found].sort((x, y) => x - y);
  }

  /** The first that are left of a key. */
  #first(key: string, most: number): readonly number[] {
    const bucket = this.#byKey.get(key);
    if (bucket === undefined) return [];
    const { spans } = bucket;
    const isLeft = (at: number): boolean => this.#left.has(spans[at] ?? -1);
    while (bucket.from < spans.length && !isLeft(bucket.from)) bucket.from++;
    const found: number[] = [];
    for (let at = bucket.from; at < spans.length && found.length < most; at++) {
      if (isLeft(at)) found.push(spans[at] ?? -1);
    }
    return found;
  }
}

interface Bucket {
  readonly spans: number[];
  /** Those before it are taken. */
  from: number;
}

/** Of the whole subtree first; then of parts of the span itself. */
function keysOf(tree: DiffTree, at: number): string[] {
  const span = tree.spans[at];
  const keys = [`${tree.merkleHighs[at]} ${tree.merkleLows[at]} ${sizeOf(tree, at)}`];
  if (span?.input != null) keys.push(`input ${span.input}`);
  if (span?.output != null) keys.push(`output ${span.output}`);
  keys.push(`label ${tree.labels[at]}`);
  return keys;
}
