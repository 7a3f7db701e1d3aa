/** What names of one family have in common: `worker 1` and `worker 2` are `worker …`. */

/** Stands for what differs. */
const BLANK = '…';
/** Longer names are content in the wrong place. */
const MAX_LENGTH = 200;
const ids = /(?<![\p{L}\d])[0-9a-f]{8}[0-9a-f-]*(?![\p{L}\d])/giu;

/** A name without its numbers and ids. */
export function nameStem(name: string): string {
  return name
    .slice(0, MAX_LENGTH)
    .replace(ids, BLANK)
    .replace(/\d+/g, BLANK)
    .replace(/…([^\p{L}…]{0,3}…)+/gu, BLANK);
}

/** The stem of all names; null where they have none in common, or nothing but numbers. */
export function commonStem(names: readonly string[]): string | null {
  const [first, ...rest] = names.map(nameStem);
  if (first === undefined || !/\p{L}/u.test(first)) return null;
  return rest.every((stem) => stem === first) ? first : null;
}
