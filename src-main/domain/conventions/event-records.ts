import type { AnyValue, LogRecord, SpanEvent } from '../otlp/model';
import { createAttributeView } from './attribute-view';
import type { AttributeView, SpanSource } from './convention';

/** A span event or a log record of a span: conventions put the same things into either. */
export interface EventRecord {
  readonly name: string;
  readonly attributes: AttributeView;
  readonly body: AnyValue;
  readonly timeNs: bigint;
  readonly place: 'event' | 'log';
}

const noBody: AnyValue = { type: 'empty' };

/** The event name of a log record, wherever its sender put it. */
function logEventName(log: LogRecord, attributes = createAttributeView(log.attributes)): string {
  return log.eventName || (attributes.text('event.name') ?? '');
}

/** Log records of the span as events, in time order. */
export function logRecords(source: SpanSource): readonly EventRecord[] {
  return source.logs.map(fromLog);
}

/** One log record as an event. */
export function fromLog(log: LogRecord): EventRecord {
  const attributes = createAttributeView(log.attributes);
  return {
    name: logEventName(log, attributes),
    attributes,
    body: log.body,
    timeNs: logTime(log, attributes),
    place: 'log',
  };
}

/** When a log record happened: its time, `event.timestamp`, or when it was observed (§8.1 rule 9). */
export function logTime(log: LogRecord, attributes = createAttributeView(log.attributes)): bigint {
  if (log.timeNs !== 0n) return log.timeNs;
  const text = attributes.text('event.timestamp');
  const milliseconds = text === null || text.length > 60 ? NaN : Date.parse(text);
  return Number.isFinite(milliseconds) ? BigInt(milliseconds) * 1_000_000n : log.observedTimeNs;
}

/** `logTime`, by the clock of who observed it where that is finer than a timestamp in text. */
export function fineLogTime(log: LogRecord, { timeNs }: EventRecord): bigint {
  return log.timeNs === 0n && log.observedTimeNs !== 0n ? log.observedTimeNs : timeNs;
}

/** Span events, in the order sent. */
export function spanEvents(source: SpanSource): readonly EventRecord[] {
  return source.span.events.map((event: SpanEvent) => ({
    name: event.name,
    attributes: createAttributeView(event.attributes),
    body: noBody,
    timeNs: event.timeNs,
    place: 'event',
  }));
}
