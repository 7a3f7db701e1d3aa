/**
 * 'sessions.window': conversations, the one that was active last first. A session is all
 * traces with one session id, of whatever service.
 */
import type { SessionRow } from '@contract/facets';
import { unlessCancelled, type Query, type QueryHost } from './query';
import { OF_SESSION, type SessionPart } from './session-part';
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
  return ({ text, offset, limit, experiment }) => {
    const sessionIds = listOf(text.trim(), experiment);
    const rows = sessionIds
      .slice(offset, offset + limit)
      .flatMap((sessionId) => rowOf({ sessionId, experiment }) ?? []);
    return { offset, rows, total: sessionIds.length };
  };
}

/** Ids of all sessions that match, in order. */
function createLists(
  host: QueryHost,
): (text: string, experiment: number | null) => readonly string[] {
  const { db } = host;
  const lists = new Map<string, readonly string[]>();
  let listsVersion = -1;

  function makeList(text: string, experiment: number | null): readonly string[] {
    const match = text === '' ? null : textMatch(text, NO_ID_BYTES);
    const select = db
      .prepare<[object], string>(/* sql */ `
        SELECT f.session_id FROM trace_facet f
          JOIN trace t ON t.id = f.trace AND t.deleted_at_ms IS NULL
        WHERE ${unlessCancelled('f.trace')} AND f.session_id IS NOT NULL
          AND (:experiment IS NULL OR t.experiment = :experiment)
        GROUP BY f.session_id HAVING max(${condition(match)})
        ORDER BY max(t.start_ns) DESC, max(t.id) DESC`)
      .pluck();
    return select.all({ ...match?.values, experiment });
  }

  return (text, experiment) => {
    const version = host.dataVersion();
    if (version !== listsVersion || lists.size >= MAX_LISTS) lists.clear();
    listsVersion = version;
    const name = `${experiment ?? ''} ${text}`;
    const list = lists.get(name) ?? makeList(text, experiment);
    lists.set(name, list);
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

/** Integers are bigints. */
interface SessionRecord {
  readonly turnCount: bigint;
  readonly firstStartNs: bigint | null;
  readonly lastStartNs: bigint | null;
  readonly errorCount: bigint | null;
  /** JSON list of the lists of the turns, each once, in the order they first occur. */
  readonly services: string;
  /** JSON list of the last turns, in order. */
  readonly durationsNs: string;
}

const turns = /* sql */ `
  FROM trace_facet f JOIN trace t ON t.id = f.trace AND t.deleted_at_ms IS NULL
  WHERE ${OF_SESSION}`;

/** However many turns a session has, a few values of it leave SQLite. */
function createRowReader({ db }: QueryHost): (part: SessionPart) => SessionRow | null {
  const summary = db
    .prepare<[SessionPart], SessionRecord>(/* sql */ `
      WITH turn AS MATERIALIZED (
        SELECT t.start_ns, t.duration_ns, max(t.error_count - f.passed_error_count, 0) AS error_count,
          t.services, row_number() OVER (ORDER BY t.start_ns, t.id) AS number ${turns})
      SELECT count(*) AS turnCount, min(start_ns) AS firstStartNs, max(start_ns) AS lastStartNs,
        sum(error_count) AS errorCount,
        (SELECT json_group_array(json(services) ORDER BY first)
          FROM (SELECT services, min(number) AS first FROM turn GROUP BY services)) AS services,
        (SELECT json_group_array(duration_ns ORDER BY number) FROM (
          SELECT duration_ns, number FROM turn
          ORDER BY number DESC LIMIT ${SHOWN_TURNS})) AS durationsNs
      FROM turn`)
    .safeIntegers();
  const turnKeys = db
    .prepare<[SessionPart], number>(`SELECT t.id ${turns} ORDER BY t.start_ns, t.id`)
    .pluck();
  const findPreview = db
    .prepare<[number], string | null>('SELECT input FROM trace_preview WHERE trace = ?')
    .pluck();

  /** What was asked first; most often in the first turn. */
  function previewOf(part: SessionPart): string | null {
    for (const key of turnKeys.iterate(part)) {
      const preview = findPreview.get(key) ?? null;
      if (preview !== null) return preview;
    }
    return null;
  }

  return (part) => {
    const record = summary.get(part);
    if (record === undefined) return null;
    const { turnCount, firstStartNs, lastStartNs, errorCount } = record;
    if (firstStartNs === null || lastStartNs === null) return null;
    return {
      sessionId: part.sessionId,
      services: [...new Set((JSON.parse(record.services) as string[][]).flat())],
      turnCount: Number(turnCount),
      firstStartNs,
      lastStartNs,
      turnDurationsNs: JSON.parse(record.durationsNs) as number[],
      errorCount: Number(errorCount),
      preview: previewOf(part),
    };
  };
}
