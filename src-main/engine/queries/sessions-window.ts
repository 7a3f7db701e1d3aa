/**
 * 'sessions.window': conversations, the one that was active last first. A session is all
 * traces with one session id, of whatever service.
 */
import type { SessionRow } from '@contract/facets';
import { unlessCancelled, type Query, type QueryHost } from './query';
import { textMatch, type TextMatch } from './text-match';

/** Turns whose durations are shown. */
const SHOWN_TURNS = 16;
/** Lists that are kept until the next commit. */
const MAX_LISTS = 4;
/** Nothing matches by id: sessions have none but their own. */
const NO_ID_BYTES = 0;

export function sessionsWindow(host: QueryHost): Query<'sessions.window'> {
  const listOf = createLists(host);
  const rowOf = createRowReader(host);
  return ({ text, offset, limit }) => {
    const sessionIds = listOf(text.trim());
    const rows = sessionIds.slice(offset, offset + limit).flatMap((id) => rowOf(id) ?? []);
    return { offset, rows, total: sessionIds.length };
  };
}

/** Ids of all sessions that match, in order. */
function createLists(host: QueryHost): (text: string) => readonly string[] {
  const { db } = host;
  const lists = new Map<string, readonly string[]>();
  let listsVersion = -1;

  function makeList(text: string): readonly string[] {
    const match = text === '' ? null : textMatch(text, NO_ID_BYTES);
    const select = db
      .prepare<[object], string>(/* sql */ `
        SELECT f.session_id FROM trace_facet f
          JOIN trace t ON t.id = f.trace AND t.deleted_at_ms IS NULL
        WHERE ${unlessCancelled('f.trace')} AND f.session_id IS NOT NULL
        GROUP BY f.session_id HAVING max(${condition(match)})
        ORDER BY max(t.start_ns) DESC, max(t.id) DESC`)
      .pluck();
    return select.all({ ...match?.values });
  }

  return (text) => {
    const version = host.dataVersion();
    if (version !== listsVersion || lists.size >= MAX_LISTS) lists.clear();
    listsVersion = version;
    const list = lists.get(text) ?? makeList(text);
    lists.set(text, list);
    return list;
  };
}

function condition(match: TextMatch | null): string {
  if (match === null) return 'TRUE';
  const alternatives = [
    match.contains('f.session_id'),
    match.contains('f.user_id'),
    match.someContains('t.services'),
  ];
  return `coalesce(${alternatives.map((each) => `coalesce(${each}, FALSE)`).join(' OR ')}, FALSE)`;
}

/** Times are bigints. */
interface TurnRecord {
  readonly startNs: bigint;
  readonly durationNs: bigint;
  readonly errorCount: bigint;
  readonly services: string;
  readonly preview: string | null;
}

function createRowReader({ db }: QueryHost): (sessionId: string) => SessionRow | null {
  const select = db
    .prepare<[string], TurnRecord>(/* sql */ `
      SELECT t.start_ns AS startNs, t.duration_ns AS durationNs, 
        t.error_count - f.passed_error_count AS errorCount,
        t.services, p.input AS preview
      FROM trace_facet f
        JOIN trace t ON t.id = f.trace AND t.deleted_at_ms IS NULL
        LEFT JOIN trace_preview p ON p.trace = f.trace
      WHERE f.session_id = ? ORDER BY t.start_ns, t.id`)
    .safeIntegers();

  return (sessionId) => {
    const turns = select.all(sessionId);
    const [first] = turns;
    const last = turns.at(-1);
    if (first === undefined || last === undefined) return null;
    return {
      sessionId,
      services: [...new Set(turns.flatMap(({ services }) => JSON.parse(services) as string[]))],
      turnCount: turns.length,
      firstStartNs: first.startNs,
      lastStartNs: last.startNs,
      turnDurationsNs: turns.slice(-SHOWN_TURNS).map(({ durationNs }) => Number(durationNs)),
      errorCount: turns.reduce((sum, { errorCount }) => sum + Number(errorCount), 0),
      preview: turns.find(({ preview }) => preview !== null)?.preview ?? null,
    };
  };
}
