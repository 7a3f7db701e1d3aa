import { keepPreviousData, useQueries } from '@tanstack/react-query';

import type { ContractError } from '@contract/errors';
import type { SessionRow, SessionWindow } from '@contract/facets';

import { engineKey, useEngine } from '../../lib/engine-queries';

const PAGE_ROWS = 100;

export interface SessionList {
  readonly status: 'loading' | 'ready' | 'error';
  readonly error: ContractError | null;
  readonly total: number;
  /** Null while the row is being read. */
  readonly rowAt: (index: number) => SessionRow | null;
  /** Place of a session among the pages that are loaded; -1 where it is in none. */
  readonly indexOf: (sessionId: string) => number;
  readonly retry: () => void;
}

/** The pages of the session list that hold the rows `first` to `last`, and always the first one. */
export function useSessionList(
  text: string,
  experiment: number | null,
  first: number,
  last: number,
): SessionList {
  const client = useEngine();
  const pages = pagesOf(first, last);
  const results = useQueries({
    queries: pages.map((page) => {
      const params = { text, offset: page * PAGE_ROWS, limit: PAGE_ROWS, experiment };
      return {
        queryKey: engineKey('sessions.window', params),
        queryFn: ({ signal }: { readonly signal: AbortSignal }): Promise<SessionWindow> =>
          client.call('sessions.window', params, signal),
        placeholderData: keepPreviousData,
      };
    }),
  });
  const top = results[0];
  const failed = results.find((result) => result.isError);
  return {
    status: top?.data === undefined ? (failed === undefined ? 'loading' : 'error') : 'ready',
    error: (failed?.error as ContractError | null | undefined) ?? null,
    total: top?.data?.total ?? 0,
    rowAt: (index) => {
      const at = pages.indexOf(Math.floor(index / PAGE_ROWS));
      return results[at]?.data?.rows[index % PAGE_ROWS] ?? null;
    },
    indexOf: (sessionId) => {
      for (const [at, page] of pages.entries()) {
        const rows = results[at]?.data?.rows ?? [];
        const place = rows.findIndex((row) => row.sessionId === sessionId);
        if (place >= 0) return page * PAGE_ROWS + place;
      }
      return -1;
    },
    retry: () => void Promise.all(results.map((result) => result.refetch())),
  };
}

function pagesOf(first: number, last: number): number[] {
  const pages = [0];
  const from = Math.max(1, Math.floor(first / PAGE_ROWS));
  for (let page = from; page <= Math.floor(last / PAGE_ROWS); page += 1) pages.push(page);
  return pages;
}
