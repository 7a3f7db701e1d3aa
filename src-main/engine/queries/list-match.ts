/** What is typed into the list's box as SQL: words that a trace shows, or a filter. */
import { ContractError } from '@contract/errors';
import { readListQuery } from '@domain/filter-language/list-query';
import { compileFilter } from './filter-sql/compile-filter';
import { Binder, type SqlCondition } from './filter-sql/binder';
import { textMatch, type TextMatch } from './text-match';
import { TRACE_NAME } from './trace-row';

const TRACE_ID_BYTES = 16;

/**
 * Which traces match, joined with facets; null where all do.
 * @throws ContractError where it is a filter with a mistake in it
 */
export function listMatch(text: string): SqlCondition | null {
  const query = readListQuery(text);
  switch (query.kind) {
    case 'all':
      return null;
    case 'filter': {
      const binder = new Binder();
      const condition = compileFilter(query.tree, binder);
      return { condition, values: binder.values };
    }
    case 'text': {
      const match = textMatch(query.text, TRACE_ID_BYTES);
      return { condition: showsText(match), values: { ...match.values } };
    }
    case 'error': {
      const [error] = query.errors;
      const place = error === undefined ? '' : ` (at character ${error.from + 1})`;
      const message = `This filter cannot be read${place}: ${error?.message ?? ''}`;
      throw new ContractError('bad_params', message, { errors: query.errors });
    }
  }
}

function showsText(match: TextMatch): string {
  const alternatives = [
    match.contains(TRACE_NAME),
    match.someContains('services'),
    match.idBegins('trace_id'),
    ...['session_id', 'user_id', 'root_label', 'open_root_name'].map((column) =>
      match.contains(column),
    ),
    ...['tags', 'models', 'agents'].map((column) => match.someContains(column)),
    // At last, since it takes another look-up for every trace that nothing else tells.
    `EXISTS (SELECT 1 FROM trace_preview p WHERE p.trace = trace.id AND (${[
      'input',
      'output',
      'error',
    ]
      .map((column) => match.contains(`p.${column}`))
      .join(' OR ')}))`,
  ];
  return `(${alternatives.join(' OR ')})`;
}
