/**
 * Attributes that flatten a structure into keys (`llm.input_messages.0.message.role`) back as that
 * structure. Source: conventions reference §4 and §8.1 rule 8.
 */
import type { JsonValue } from '../../messages';
import type { KeyValue } from '../../otlp/model';
import { setMember, toJson } from '../json-value';

/** An index beyond it would make a list of holes: such a key is an attack or a mistake. */
const MAX_INDEX = 20_000;
const MAX_SEGMENTS = 12;

type Node = { [key: string]: JsonValue | Node };

/**
 * The list of what stands under `prefix` by index: `prefix0.a.b`, `prefix1.a`. Indexes decide the
 * order and need not be dense. Numeric segments below become lists too.
 */
export function unflattenList(entries: readonly KeyValue[], prefix: string): JsonValue[] {
  const root = buildTree(entries, prefix);
  // Other keys may share the prefix: `gen_ai.prompt.0.role` and `gen_ai.prompt.name`.
  for (const key of Object.keys(root)) if (!isIndex(key)) delete root[key];
  return toList(root) ?? [];
}

/** The object of what stands under `prefix`, or null where nothing does. */
export function unflattenObject(entries: readonly KeyValue[], prefix: string): JsonValue {
  return entries.length === 0 ? null : collapse(buildTree(entries, prefix));
}

/** The same keys come with every span; finding their segments again would take most of the time. */
const segmentsByKey = new Map<string, readonly string[]>();
const MAX_KEYS = 10_000;
const MAX_KEY_LENGTH = 200;

function segmentsOf(key: string): readonly string[] {
  const known = segmentsByKey.get(key);
  if (known !== undefined) return known;
  const segments = key.split('.', 2 * MAX_SEGMENTS);
  if (segmentsByKey.size < MAX_KEYS && key.length <= MAX_KEY_LENGTH) {
    segmentsByKey.set(key, segments);
  }
  return segments;
}

/** @param prefix ends in a point */
function buildTree(entries: readonly KeyValue[], prefix: string): Node {
  const root: Node = {};
  const first = prefix.split('.').length - 1;
  for (const { key, value } of entries) {
    if (!key.startsWith(prefix)) continue;
    const path = segmentsOf(key);
    if (path.length - first > MAX_SEGMENTS) continue;
    let node = root;
    for (let at = first; at < path.length - 1; at++) {
      const segment = path[at] as string;
      const inner = Object.hasOwn(node, segment) ? node[segment] : undefined;
      if (isNode(inner)) {
        node = inner;
      } else {
        const made: Node = {};
        branches.add(made);
        setMember(node, segment, made);
        node = made;
      }
    }
    const leaf = path.at(-1) ?? '';
    const known = Object.hasOwn(node, leaf) ? node[leaf] : undefined;
    if (!isNode(known)) setMember(node, leaf, toJson(value));
  }
  return root;
}

/** Objects that keys made, as opposed to values that are objects. */
const branches = new WeakSet();

function isNode(value: JsonValue | Node | undefined): value is Node {
  return typeof value === 'object' && value !== null && branches.has(value);
}

function collapse(node: JsonValue | Node): JsonValue {
  if (!isNode(node)) return node;
  const list = toList(node);
  if (list !== null) return list;
  const object: Record<string, JsonValue> = {};
  for (const key of Object.keys(node)) setMember(object, key, collapse(node[key] as Node));
  return object;
}

function isIndex(key: string): boolean {
  return /^\d{1,6}$/.test(key);
}

/** Null where a key is no index. */
function toList(node: Node): JsonValue[] | null {
  const keys = Object.keys(node);
  if (keys.length === 0) return null;
  const items: { index: number; value: JsonValue }[] = [];
  for (const key of keys) {
    if (!isIndex(key)) return null;
    const index = Number(key);
    if (index > MAX_INDEX) continue;
    items.push({ index, value: collapse(node[key] as Node) });
  }
  items.sort((a, b) => a.index - b.index);
  return items.map(({ value }) => value);
}
