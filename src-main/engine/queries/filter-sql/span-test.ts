/** Conditions on spans: one EXISTS for all that must hold on the same span. */
import type { Comparison, FilterNode } from '@domain/filter-language/ast';
import type { Binder } from './binder';
import { someValueTest, valueTest, withJsonText } from './value-test';

/** Attribute in which a sender tells what MLflow takes a span for. */
const TYPE_KEY = 'mlflow.spanType';

const statuses = "CASE s.status WHEN 1 THEN 'OK' WHEN 2 THEN 'ERROR' ELSE 'UNSET' END";

/** Whether all of a node is about one span: it can be asked of that very span. */
export function isOfOneSpan(node: FilterNode): boolean {
  if (node.kind === 'comparison')
    return node.field.of === 'span' || node.field.of === 'spanAttribute';
  return node.kind !== 'not' && node.nodes.every(isOfOneSpan);
}

/** SQL that is true where one span of the trace passes all of the nodes. */
export function spanExists(nodes: readonly FilterNode[], binder: Binder): string {
  const tests = nodes.map((node) => spanNode(node, binder));
  return `EXISTS (SELECT 1 FROM span s JOIN span_payload p ON p.span = s.id
    LEFT JOIN span_facet f ON f.span = s.id
    WHERE s.trace = trace.id AND ${tests.join(' AND ')})`;
}

/** All that spans of the trace hold. */
export function anySpanSays(comparison: Comparison, binder: Binder): string {
  return `EXISTS (SELECT 1 FROM span s JOIN span_payload p ON p.span = s.id
    WHERE s.trace = trace.id AND ${contentTest(comparison, binder)})`;
}

function spanNode(node: FilterNode, binder: Binder): string {
  if (node.kind === 'comparison') return spanComparison(node, binder);
  if (node.kind === 'not') throw new Error('A denial is never about one span.');
  const joint = node.kind === 'and' ? ' AND ' : ' OR ';
  return `(${inOrder(node.nodes)
    .map((each) => spanNode(each, binder))
    .join(joint)})`;
}

function spanComparison(comparison: Comparison, binder: Binder): string {
  const { field, test } = comparison;
  if (field.of === 'spanAttribute') return attributeTest(field.key, comparison, binder);
  if (field.of !== 'span') throw new Error(`${field.of} is no field of spans.`);
  switch (field.name) {
    case 'name':
      return valueTest('s.name', test, binder);
    case 'status':
      return valueTest(statuses, test, binder);
    case 'type': {
      const given = `CASE WHEN ${mayHave(TYPE_KEY, binder)}
        THEN span_attribute(p.bytes, ${binder.add(TYPE_KEY)}) END`;
      const types = `json_each(span_types(${given}, f.facts ->> '$.kind')) AS type`;
      return someValueTest(types, 'type.value', test, binder);
    }
    case 'content':
      return contentTest(comparison, binder);
  }
}

/** A span without the attribute passes nothing but IS NULL. */
function attributeTest(key: string, { test }: Comparison, binder: Binder): string {
  const name = binder.add(key);
  const has = mayHave(key, binder);
  if ('number' in test) {
    return `(${has} AND ${valueTest(`span_number(p.bytes, ${name})`, test, binder)})`;
  }
  const passes = valueTest(`span_attribute(p.bytes, ${name})`, withJsonText(test), binder);
  return test.operator === 'IS NULL' ? `(NOT ${has} OR ${passes})` : `(${has} AND ${passes})`;
}

/** Keys stand in the payload as they are, so most spans need not be decoded. */
function mayHave(key: string, binder: Binder): string {
  return `instr(p.bytes, ${binder.add(Buffer.from(key))})`;
}

function contentTest({ test }: Comparison, binder: Binder): string {
  if (!('text' in test)) throw new Error('What spans hold is only searched by patterns.');
  const folds = test.operator === 'ILIKE' ? 1 : 0;
  return `span_says(p.bytes, ${binder.add(test.text)}, ${folds})`;
}

/** What needs no payload first. */
export function inOrder(nodes: readonly FilterNode[]): readonly FilterNode[] {
  return [...nodes].sort((a, b) => costOf(a) - costOf(b));
}

function costOf(node: FilterNode): number {
  if (node.kind === 'not') return costOf(node.node);
  if (node.kind !== 'comparison') return Math.max(...node.nodes.map(costOf));
  const { field } = node;
  if (field.of === 'spanAttribute') return 3;
  if (field.of === 'text' || (field.of === 'span' && field.name === 'content')) return 4;
  if (field.of === 'span') return field.name === 'type' ? 3 : 2;
  return field.of === 'trace' ? 0 : 1;
}
