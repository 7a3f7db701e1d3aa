/** 'sessions.open': the traces of one conversation as its turns, across services. */
import { ContractError } from '@contract/errors';
import { countedTurns } from '@domain/facets/counted-turns';
import { addCosts } from '@domain/facets/fold/cost-totals';
import type { TokenSums, TraceFacets } from '@domain/facets/trace-facets';
import type { Query, QueryHost } from './query';
import { OF_SESSION, type SessionPart } from './session-part';
import { selectTraceRows } from './trace-row';

const MAX_TURNS = 2000;

const tokenFields = ['input', 'output', 'cacheRead', 'cacheWrite', 'reasoning'] as const;

export function sessionDetail({ db }: QueryHost): Query<'sessions.open'> {
  const traces = db.prepare<
    [SessionPart],
    [key: number, services: string, userId: string | null, experiment: number]
  >(/* sql */ `
      SELECT t.id, t.services, f.user_id, t.experiment FROM trace_facet f
        JOIN trace t ON t.id = f.trace AND t.deleted_at_ms IS NULL
      WHERE ${OF_SESSION} ORDER BY t.start_ns, t.id`);
  traces.raw();
  const byKey = selectTraceRows<[number]>(db, 'WHERE id = ?');

  return (part) => {
    const members = traces.all(part);
    if (members.length === 0) {
      throw new ContractError(
        'not_found',
        part.experiment === null
          ? 'There is no such session in the store. Its traces may have been deleted.'
          : 'There is no such session in this project. Its traces may have been moved or deleted.',
      );
    }
    const services = new Set<string>();
    const userIds = new Set<string>();
    const experimentIds = new Set<number>();
    for (const [, names, userId, experiment] of members) {
      experimentIds.add(experiment);
      for (const name of JSON.parse(names) as string[]) services.add(name);
      if (userId !== null) userIds.add(userId);
    }
    const turns = members.slice(-MAX_TURNS).flatMap(([key]) => byKey.get(key) ?? []);
    const facets = countedTurns(turns).flatMap((turn) => turn.facets ?? []);
    const cost = addCosts(facets.map((each) => each.cost));
    return {
      sessionId: part.sessionId,
      services: [...services],
      userIds: [...userIds],
      experimentIds: [...experimentIds],
      turns,
      turnCount: members.length,
      tokens: sumOf(facets),
      costUsd: cost.usd,
      costState: cost.state,
    };
  };
}

/** Null where no turn reported any. */
function sumOf(facets: readonly TraceFacets[]): TokenSums {
  const sums = { ...noTokens };
  for (const { tokens } of facets) {
    for (const field of tokenFields) {
      const count = tokens[field];
      if (count !== null) sums[field] = (sums[field] ?? 0) + count;
    }
  }
  return sums;
}

const noTokens: { -readonly [Field in keyof TokenSums]: TokenSums[Field] } = {
  input: null,
  output: null,
  cacheRead: null,
  cacheWrite: null,
  reasoning: null,
};
