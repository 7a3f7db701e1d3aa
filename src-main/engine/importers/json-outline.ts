/**
 * The first of two readings of a very large OTLP JSON object: finds what belongs to every
 * span of its large resources and scopes but may stand behind them (the schema URL does),
 * and which of their lists count. What the second one hands on is then what a small object
 * would give.
 */
import { JsonWalker, type Container, type JsonVisitor, type List, type Taker } from './json-walk';
import { requestLevel, type StoredSignal } from './otlp-levels';

/** What the second reading needs to know of a container that it cuts up. */
export interface ContainerOutline {
  /** Its members besides the lists, each followed by a comma. */
  readonly head: string;
  /** Offsets of the lists that count. */
  readonly lists: ReadonlySet<number>;
}

/** By the offset of the container in the object; the root is at 0. */
export type Outline = ReadonlyMap<number, ContainerOutline>;

/** Smaller containers, and as much of larger ones, are handed on in one piece. */
export const PART_BYTES = 1024 * 1024;
const MAX_MEMBER_BYTES = 32 * 1024 * 1024;

const LARGE_MEMBER_REASON =
  'A member of a resource or scope is larger than 32 MB. What belongs to it was kept without that member.';
export const UNKNOWN_LISTS_REASON =
  'A resource or scope of more than 1 MB holds no list of spans, log records or metrics that OTLP knows.';
export const BOTH_LISTS_REASON =
  'A resource has a list of scopes and an old list of instrumentation libraries. The old one was left out.';

interface Open {
  readonly container: Container;
  head: string;
  readonly lists: SeenList[];
}

interface SeenList {
  readonly list: List;
  /** Items that are objects. */
  items: number;
}

export class JsonOutline implements JsonVisitor {
  readonly #walker = new JsonWalker(this);
  readonly #warn: (reason: string) => void;
  readonly #partBytes: number;
  readonly #outline = new Map<number, ContainerOutline>();
  readonly #open: Open[] = [];

  /** `warn` gets a sentence for each thing that the second reading has to leave out. */
  constructor(warn: (reason: string) => void, partBytes = PART_BYTES) {
    this.#warn = warn;
    this.#partBytes = partBytes;
  }

  push(chunk: Buffer): void {
    this.#walker.push(chunk);
  }

  /** Ends the object, or where it was torn. */
  end(): Outline {
    this.#walker.end();
    return this.#outline;
  }

  open(container: Container): void {
    this.#open.push({ container, head: '', lists: [] });
  }

  close({ at }: Container, end: number, isTorn: boolean): void {
    const open = this.#open.pop();
    if (open === undefined) return;
    // The second reading takes small containers whole, unless they are cut off.
    const isRoot = at === 0;
    if (!isRoot && !isTorn && end - at <= this.#partBytes) return;
    const { lists, isBoth } = listsThatCount(open.lists);
    const isRequest = lists.some(({ name }) => isRequestList(name));
    this.#outline.set(at, {
      head: isRequest ? '' : open.head,
      lists: new Set(lists.map((list) => list.at)),
    });
    if (isBoth) this.#warn(BOTH_LISTS_REASON);
    if (!isRoot && !isTorn && open.lists.length === 0) this.#warn(UNKNOWN_LISTS_REASON);
  }

  member(name: string): Taker | null {
    const open = this.#open[this.#open.length - 1];
    // Nothing but its lists is kept of a request.
    if (open === undefined || open.lists.some(({ list }) => isRequestList(list.name))) return null;
    const isRoot = open.container.at === 0;
    return {
      maxBytes: MAX_MEMBER_BYTES,
      take: (value) => {
        if (value === null && !isRoot) this.#warn(LARGE_MEMBER_REASON);
        if (value !== null && value.length > 0) open.head += `${name}:${value.toString('utf8')},`;
      },
    };
  }

  openList(list: List): boolean {
    this.#open[this.#open.length - 1]?.lists.push({ list, items: 0 });
    return true;
  }

  closeList(): void {}

  item(_at: number, isObject: boolean): 'enter' | null {
    const seen = this.#open[this.#open.length - 1]?.lists.at(-1);
    if (!isObject || seen === undefined) return null;
    seen.items++;
    return seen.list.key.items === null ? null : 'enter';
  }
}

function isRequestList(name: string): boolean {
  return requestLevel.has(name.slice(1, -1));
}

/**
 * As the decoder of a whole object has it: a request's lists go before those of a bare
 * resource, of two lists of a kind the last one counts, and the old kind only where the
 * other is empty (J16).
 */
function listsThatCount(seen: readonly SeenList[]): { lists: List[]; isBoth: boolean } {
  const requests = seen.filter(({ list }) => isRequestList(list.name));
  const bySignal = new Map<StoredSignal, { today?: SeenList; old?: SeenList }>();
  for (const one of requests.length > 0 ? requests : seen) {
    const { signal, isOld } = one.list.key;
    const pair = bySignal.get(signal) ?? {};
    bySignal.set(signal, pair);
    if (isOld) pair.old = one;
    else pair.today = one;
  }
  const lists: List[] = [];
  let isBoth = false;
  for (const { today, old } of bySignal.values()) {
    const hasOld = old !== undefined && old.items > 0;
    const hasToday = today !== undefined && today.items > 0;
    if (hasToday) lists.push(today.list);
    else if (hasOld) lists.push(old.list);
    isBoth ||= hasOld && hasToday;
  }
  return { lists, isBoth };
}
