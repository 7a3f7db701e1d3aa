/** Attributes in groups by the first part of their names, e.g. all of `gen_ai.*`. */
import type { KeyValue } from '@domain/otlp/model';

export interface ListedAttribute {
  readonly attribute: KeyValue;
  /** Name without the group's prefix. */
  readonly label: string;
  /** The same name occurs more than once. */
  readonly isRepeated: boolean;
  /** Position in the original order: its identity, since names may repeat. */
  readonly order: number;
}

export interface AttributeGroup {
  /** Prefix without its dot; '' for names without one. */
  readonly prefix: string;
  readonly attributes: readonly ListedAttribute[];
}

/** All of them in the order they were sent. */
export function listAttributes(attributes: readonly KeyValue[]): ListedAttribute[] {
  const counts = new Map<string, number>();
  for (const { key } of attributes) counts.set(key, (counts.get(key) ?? 0) + 1);
  return attributes.map((attribute, order) => ({
    attribute,
    label: attribute.key,
    isRepeated: (counts.get(attribute.key) ?? 0) > 1,
    order,
  }));
}

/**
 * Groups by prefix, in the order of names; within a group by name too. A prefix with one
 * attribute only makes no group: it stands with the others in the first group.
 */
export function groupAttributes(listed: readonly ListedAttribute[]): AttributeGroup[] {
  const byPrefix = new Map<string, ListedAttribute[]>();
  for (const item of listed) {
    const prefix = prefixOf(item.attribute.key);
    const group = byPrefix.get(prefix);
    if (group === undefined) byPrefix.set(prefix, [item]);
    else group.push(item);
  }
  const single: ListedAttribute[] = [];
  const groups: AttributeGroup[] = [];
  for (const [prefix, items] of byPrefix) {
    if (prefix === '' || items.length === 1) single.push(...items);
    else {
      const attributes = items
        .map((item) => ({ ...item, label: item.attribute.key.slice(prefix.length + 1) }))
        .sort(byName);
      groups.push({ prefix, attributes });
    }
  }
  groups.sort((a, b) => compare(a.prefix, b.prefix));
  if (single.length > 0) groups.unshift({ prefix: '', attributes: single.sort(byName) });
  return groups;
}

function prefixOf(key: string): string {
  const dot = key.indexOf('.');
  return dot > 0 && dot < key.length - 1 ? key.slice(0, dot) : '';
}

function byName(a: ListedAttribute, b: ListedAttribute): number {
  return compareNumerically(a.attribute.key, b.attribute.key) || a.order - b.order;
}

/** `messages.10` after `messages.9`. */
const compareNumerically = new Intl.Collator('en', { numeric: true }).compare;

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
