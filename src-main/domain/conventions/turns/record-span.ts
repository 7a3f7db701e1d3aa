/** Parts of spans that are made of log records. */
import type { AnyValue, KeyValue } from '../../otlp/model';
import type { FacetDraft, SpanSource } from '../convention';
import type { EventRecord } from '../event-records';

/** Marks a span that was made of log records, with what it was made of. */
const MADE_OF = 'otelier.made_of';
export const madeOfLogs: KeyValue = textAttribute(MADE_OF, 'log records');

export function isMadeOfLogs({ attributes }: Pick<SpanSource, 'attributes'>): boolean {
  return attributes.has(MADE_OF);
}

/** Says so where the span was made of log records. */
export function noteMadeOfLogs(source: SpanSource, draft: FacetDraft, product: string): void {
  if (!isMadeOfLogs(source)) return;
  draft.note({
    code: 'madeOfLogs',
    field: 'span',
    message: `${product} sent no spans: Otelier made this one of its log records.`,
  });
}

const NS_PER_MS = 1_000_000;
/** A day: what is said to have lasted longer is taken for a mistake. */
const MAX_DURATION_MS = 86_400_000;

/** When what a record tells of began: it is written when that ends. */
export function startOf({ timeNs, attributes }: EventRecord): bigint {
  const durationMs = attributes.number('duration_ms') ?? 0;
  const isSound = durationMs > 0 && durationMs <= MAX_DURATION_MS;
  const startNs = isSound ? timeNs - BigInt(Math.round(durationMs * NS_PER_MS)) : timeNs;
  return startNs > 0n ? startNs : timeNs;
}

export function textAttribute(key: string, value: string): KeyValue {
  return { key, value: { type: 'string', value } };
}

export function intAttribute(key: string, value: number): KeyValue {
  return { key, value: { type: 'int', value: BigInt(Math.trunc(value)) } };
}

const plainTypes: ReadonlySet<AnyValue['type']> = new Set(['string', 'bool', 'int', 'double']);

/** The attributes of those keys that the record has, as they are; lists are no ids and no figures. */
export function pick({ attributes }: EventRecord, keys: readonly string[]): KeyValue[] {
  return keys.flatMap((key) => {
    const value: AnyValue | undefined = attributes.get(key);
    return value === undefined || !plainTypes.has(value.type) ? [] : [{ key, value }];
  });
}
