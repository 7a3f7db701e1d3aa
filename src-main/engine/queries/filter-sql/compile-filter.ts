/**
 * A filter as SQL over `trace` joined with its facets (`WITH_FACETS`). Every condition is true or
 * false, never null, so that NOT means what it says.
 */
import type { Comparison, FilterNode } from '@domain/filter-language/ast';
import { assessmentTest, metadataTest, promptTest, tagTest } from './annotation-test';
import type { Binder } from './binder';
import { anySpanSays, inOrder, isOfOneSpan, spanExists } from './span-test';
import { traceTest } from './trace-fields';

/** SQL over the values that are added to the binder; a tree of null matches all traces. */
export function compileFilter(tree: FilterNode | null, binder: Binder): string {
  return tree === null ? 'TRUE' : nodeTest(tree, binder);
}

function nodeTest(node: FilterNode, binder: Binder): string {
  switch (node.kind) {
    case 'comparison':
      return comparisonTest(node, binder);
    case 'not':
      return `NOT ${nodeTest(node.node, binder)}`;
    case 'or':
      return `(${inOrder(node.nodes)
        .map((each) => nodeTest(each, binder))
        .join(' OR ')})`;
    case 'and':
      return andTest(node.nodes, binder);
  }
}

/** Conditions on spans hold on one and the same; an AND within is about a span of its own. */
function andTest(nodes: readonly FilterNode[], binder: Binder): string {
  const isShared = (node: FilterNode): boolean => node.kind !== 'and' && isOfOneSpan(node);
  const ofSpan = inOrder(nodes.filter(isShared));
  const tests = inOrder(nodes.filter((node) => !isShared(node))).map((node) =>
    nodeTest(node, binder),
  );
  if (ofSpan.length > 0) tests.push(spanExists(ofSpan, binder));
  return `(${tests.join(' AND ')})`;
}

function comparisonTest(comparison: Comparison, binder: Binder): string {
  const { field, test } = comparison;
  switch (field.of) {
    case 'trace':
      return traceTest(field.name, test, binder);
    case 'text':
      return anySpanSays(comparison, binder);
    case 'prompt':
      return promptTest(test, binder);
    case 'issue':
      return assessmentTest('issue', null, test, binder);
    case 'tag':
      return tagTest(field.key, test, binder);
    case 'metadata':
      return metadataTest(field.key, test, binder);
    case 'feedback':
    case 'expectation':
      return assessmentTest(field.of, field.key, test, binder);
    case 'span':
    case 'spanAttribute':
      return spanExists([comparison], binder);
  }
}
