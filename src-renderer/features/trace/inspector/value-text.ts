/** Attribute values as text: to show, to search, to copy. */
import { formatBytes, formatCount } from '@domain/format';
import type { AnyValue, KeyValue } from '@domain/otlp/model';

import { webAddress } from '../../../ui/content/link-button';
import { doubleText, formatNode, nodeOfValue } from '../../../ui/content/json-node';

/** Name of a value's type as OTLP has it. */
export function typeName(value: AnyValue): string {
  switch (value.type) {
    case 'array':
      return `array ${formatCount(value.values.length)}`;
    case 'kvlist':
      return `map ${formatCount(value.entries.length)}`;
    case 'bytes':
      return `bytes ${formatBytes(value.value.length)}`;
    case 'truncated':
      return 'too deep';
    default:
      return value.type;
  }
}

/** The whole value as one copies it: strings bare, bytes as hex, structure as JSON. */
export function valueText(value: AnyValue): string {
  switch (value.type) {
    case 'string':
      return value.value;
    case 'bool':
      return String(value.value);
    case 'int':
      return value.value.toString();
    case 'double':
      return doubleText(value.value);
    case 'bytes':
      return hex(value.value);
    case 'empty':
      return '';
    case 'truncated':
      return 'Nested deeper than 64 levels; kept in the store and in raw OTLP.';
    case 'array':
    case 'kvlist':
      return formatNode(nodeOfValue(value), 2);
  }
}

/** Text of one line that stands for a value; may be cut by whoever shows it. */
export function lineText(value: AnyValue): string {
  return value.type === 'array' || value.type === 'kvlist'
    ? formatNode(nodeOfValue(value), 0)
    : valueText(value);
}

/** Whether key or value contain the text, whatever its case. '' is in everything. */
export function attributeContains({ key, value }: KeyValue, find: string): boolean {
  const wanted = find.trim().toLowerCase();
  return (
    wanted === '' ||
    key.toLowerCase().includes(wanted) ||
    lineText(value).toLowerCase().includes(wanted)
  );
}

/** The first value of a key that is a string; '' where there is none. */
export function stringOf(attributes: readonly KeyValue[], key: string): string {
  for (const attribute of attributes) {
    if (attribute.key === key && attribute.value.type === 'string') return attribute.value.value;
  }
  return '';
}

/** A web address that may be offered as a link; null for anything else (reference S12). */
export function webLink(value: AnyValue): string | null {
  if (value.type !== 'string' || !/^https?:\/\/[^\s]+$/i.test(value.value)) return null;
  return webAddress(value.value);
}

function hex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0');
  return text;
}
