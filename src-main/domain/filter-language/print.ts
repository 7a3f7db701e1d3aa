/** Tree → text of the app's dialect, which reads back as the same tree. */
import type { Comparison, FilterField, FilterNode } from './ast';

/** Every nested AND and OR in parentheses, every text in quotes. */
export function printFilter(node: FilterNode): string {
  switch (node.kind) {
    case 'comparison':
      return printComparison(node);
    case 'not':
      return `NOT ${printWithin(node.node)}`;
    case 'and':
    case 'or':
      return node.nodes.map(printWithin).join(node.kind === 'and' ? ' AND ' : ' OR ');
  }
}

function printWithin(node: FilterNode): string {
  const isJoined = node.kind === 'and' || node.kind === 'or';
  return isJoined ? `(${printFilter(node)})` : printFilter(node);
}

function printComparison({ field, test }: Comparison): string {
  const start = `${printField(field)} ${test.operator}`;
  if ('number' in test) return `${start} ${test.number}`;
  if ('texts' in test) return `${start} (${test.texts.map(printText).join(', ')})`;
  return 'text' in test ? `${start} ${printText(test.text)}` : start;
}

/** The name of a field as it is written in a filter. */
export function printField(field: FilterField): string {
  switch (field.of) {
    case 'trace':
      return field.name;
    case 'text':
    case 'prompt':
      return field.of;
    case 'issue':
      return 'issue.id';
    case 'span':
      return `span.${field.name}`;
    case 'spanAttribute':
      return `span.attributes.${printKey(field.key)}`;
    default:
      return `${field.of}.${printKey(field.key)}`;
  }
}

function printKey(key: string): string {
  const isPlain = /^\w+(?:\.\w+)*$/.test(key);
  return isPlain ? key : `\`${key.replaceAll('`', '``')}\``;
}

/** A text in quotes. */
export function printText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
