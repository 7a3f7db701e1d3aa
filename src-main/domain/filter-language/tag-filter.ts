/** Filters that are made by pressing a tag. */
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

/** Of what a filter finds, the traces with a tag. Words that are looked for give way to it. */
export function narrowedToTag(text: string, tag: TraceTag): string {
  const query = readListQuery(text);
  const condition = tagFilter(tag);
  if (query.kind !== 'filter' || conditionsOf(query.tree).includes(condition)) {
    return query.kind === 'filter' ? text : condition;
  }
  const before = query.tree.kind === 'or' ? `(${text.trim()})` : text.trim();
  return `${before} AND ${condition}`;
}

/** What all of has to hold. */
function conditionsOf(tree: FilterNode): readonly string[] {
  return (tree.kind === 'and' ? tree.nodes : [tree]).map(printFilter);
}
