/** Filters that are made by pressing a tag, or another value that traces have. */
import type { TraceTag } from '../annotations/trace-tag';
import type { FilterNode } from './ast';
import { readListQuery } from './list-query';
import { printFilter } from './print';

/** The filter that finds the traces with a tag. */
export function tagFilter({ key, value }: TraceTag): string {
  const field = { of: 'tag', key } as const;
  return printFilter({
    kind: 'comparison',
    field,
    test: value === '' ? { operator: 'IS NOT NULL' } : { operator: '=', text: value },
  });
}

/**
 * Of what a filter finds, that for which a condition holds, too. Words that are looked for give
 * way to it.
 */
export function narrowedTo(text: string, condition: string): string {
  const query = readListQuery(text);
  if (query.kind !== 'filter') return condition;
  const known = conditionsOf(query.tree);
  const added = readListQuery(condition);
  if (added.kind === 'filter' && conditionsOf(added.tree).every((one) => known.includes(one))) {
    return text;
  }
  const before = query.tree.kind === 'or' ? `(${text.trim()})` : text.trim();
  return `${before} AND ${condition}`;
}

/** What all of has to hold. */
function conditionsOf(tree: FilterNode): readonly string[] {
  return (tree.kind === 'and' ? tree.nodes : [tree]).map(printFilter);
}
