/**
 * The lists of an OTLP request by their JSON keys: from the request to its resources, their
 * scopes and the spans, log records or metrics in them. Names come from the message tables.
 */
import { metricsJsonLevels } from '@domain/otlp/count-metrics';
import type { Signal } from '@domain/otlp/decoded';
import { messages, type Message } from '@domain/otlp/schema';

export type StoredSignal = Exclude<Signal, 'profiles'>;

/** A member whose list leads down to the spans, log records or metrics. */
export interface ListKey {
  readonly signal: StoredSignal;
  /** Of OTLP 0.15 and before: counts only where the list of today is empty (J16). */
  readonly isOld: boolean;
  /** Lists of each of the items; null where the items are spans, log records or metrics. */
  readonly items: Level | null;
}

/** Lists of one message by their keys as written, in both spellings (J4). */
export type Level = ReadonlyMap<string, ListKey>;

const levels: Readonly<Record<StoredSignal, Level>> = {
  traces: levelOf('traces', messages.TracesRequest, 3),
  logs: levelOf('logs', messages.LogsRequest, 3),
  metrics: metricsLevel(metricsJsonLevels.slice(0, 3)),
};

/** Of a whole request, whatever its signals. */
export const requestLevel: Level = new Map(Object.values(levels).flatMap((level) => [...level]));

/** Of a resource that stands for itself, as some exporters write them a line (F7). */
export const resourceLevel: Level = new Map(
  [...requestLevel.values()].flatMap(({ items }) => [...(items ?? [])]),
);

function levelOf(signal: StoredSignal, message: Message, depth: number): Level {
  const level = new Map<string, ListKey>();
  for (const field of message.fields) {
    if (!field.repeated || field.type.kind !== 'message') continue;
    const items = depth > 1 ? levelOf(signal, field.type.message, depth - 1) : null;
    const key: ListKey = { signal, isOld: isOldName(field.name), items };
    level.set(field.name, key).set(field.snakeName, key);
  }
  return level;
}

/** Metrics are counted without a table of their messages. */
function metricsLevel([names = [], ...inner]: readonly (readonly string[])[]): Level {
  const items = inner.length === 0 ? null : metricsLevel(inner);
  return new Map(names.map((name) => [name, { signal: 'metrics', isOld: isOldName(name), items }]));
}

function isOldName(name: string): boolean {
  return name.startsWith('instrumentation');
}
