/**
 * Many requests, one commit: the cost of syncing the disk is shared, and nobody is answered
 * before the commit (reference B3). A request that cannot be decoded or stored does not hurt
 * its neighbours.
 */
import { ContractError } from '@contract/errors';
import { decodeRequest } from '@domain/otlp/decode-request';
import { OtlpDecodeError, type DecodedRequest } from '@domain/otlp/decoded';
import { WireWriter } from '@domain/otlp/wire-writer';
import type { IngestOutcome } from '../ingest';
import { freeBuffer } from '../free-buffer';
import { committedOutcome, nothingWritten, undecodableOutcome } from '../ingest-outcome';
import type {
  AnnotateMessage,
  AnnotateOutcome,
  IngestMessage,
  WriteMessage,
} from './ingest-protocol';
import type { IngestWriter } from './ingest-writer';
import { callErrorOf, faultOf, messageOf, unavailableMessage } from './store-errors';

/** A group is closed when it has gathered this much. */
const MAX_GROUP_MS = 25;
const MAX_GROUP_BYTES = 8 * 1024 * 1024;

/** Used again by each JSON request: what it holds has been stored when the next is decoded. */
let jsonWriter = new WireWriter();
const MAX_KEPT_BYTES = 8 * 1024 * 1024;

export interface GroupResult {
  /** One for each request, in the order they were taken. */
  readonly outcomes: readonly (readonly [id: number, outcome: IngestOutcome])[];
  /** One for each annotation. */
  readonly annotated: readonly AnnotateOutcome[];
  /** Keys of the traces that changed. */
  readonly traceKeys: readonly number[];
  /** SQLite found the database file damaged; it must be replaced. */
  readonly isDamaged: boolean;
}

/**
 * Takes requests until there are none or the group is full, and commits them together.
 * `take` gives the next queued request, `now` the time in ms. Never throws for what SQLite or a
 * request does wrong.
 */
export function commitGroup(
  writer: IngestWriter,
  take: () => WriteMessage | undefined,
  now: () => number = () => performance.now(),
): GroupResult {
  const taken: WriteMessage[] = [];
  const takeOne = () => {
    const message = take();
    if (message !== undefined) taken.push(message);
    return message;
  };
  try {
    return commitTogether(writer, takeOne, now);
  } catch (error) {
    writer.rollback();
    const fault = faultOf(error);
    // What ails the database ails every request; spare them the wait, too.
    if (fault !== 'other') {
      if (fault === 'busy') while (takeOne() !== undefined);
      return failed(taken, error);
    }
    return commitOneByOne(writer, taken);
  } finally {
    for (const message of taken) {
      if (message.t === 'ingest') freeBuffer(message.request.body.buffer);
    }
    if (jsonWriter.capacity > MAX_KEPT_BYTES) jsonWriter = new WireWriter();
  }
}

/** @throws SqliteError and whatever a single request made fail; nothing is committed then */
function commitTogether(
  writer: IngestWriter,
  take: () => WriteMessage | undefined,
  now: () => number,
): GroupResult {
  const closesAt = now() + MAX_GROUP_MS;
  let bytes = 0;
  let message = take();
  const outcomes: [number, IngestOutcome][] = [];
  const annotated: AnnotateOutcome[] = [];
  writer.begin();
  while (message !== undefined) {
    if (message.t === 'annotate') annotated.push(annotate(writer, message));
    else {
      bytes += message.request.body.byteLength;
      outcomes.push([message.id, write(writer, message)]);
    }
    const isFull = bytes >= MAX_GROUP_BYTES || now() >= closesAt;
    message = isFull ? undefined : take();
  }
  const traceKeys = writer.commit();
  return { outcomes, annotated, traceKeys, isDamaged: false };
}

function commitOneByOne(writer: IngestWriter, messages: readonly WriteMessage[]): GroupResult {
  const outcomes: (readonly [number, IngestOutcome])[] = [];
  const annotated: AnnotateOutcome[] = [];
  const traceKeys = new Set<number>();
  let isDamaged = false;
  for (const message of messages) {
    const rest = [message];
    try {
      const result = commitTogether(
        writer,
        () => rest.pop(),
        () => 0,
      );
      outcomes.push(...result.outcomes);
      annotated.push(...result.annotated);
      for (const key of result.traceKeys) traceKeys.add(key);
    } catch (error) {
      writer.rollback();
      const result = failed([message], error);
      outcomes.push(...result.outcomes);
      annotated.push(...result.annotated);
      isDamaged ||= result.isDamaged;
    }
  }
  return { outcomes, annotated, traceKeys: [...traceKeys], isDamaged };
}

function failed(messages: readonly WriteMessage[], error: unknown): GroupResult {
  const outcome = failure(error);
  return {
    outcomes: messages.flatMap(({ t, id }) => (t === 'ingest' ? [[id, outcome] as const] : [])),
    annotated: messages.flatMap(({ t, id }) =>
      t === 'annotate' ? [{ id, error: callErrorOf(error) }] : [],
    ),
    traceKeys: [],
    isDamaged: faultOf(error) === 'damaged',
  };
}

/** Reference B13: what passes is worth a retry, never a client's fault. */
function failure(error: unknown): IngestOutcome {
  if (faultOf(error) !== 'other') {
    return { status: 'unavailable', message: unavailableMessage(error) };
  }
  // It would fail again however often it is sent.
  const message = `the request could not be stored: ${messageOf(error)}`;
  return { status: 'undecodable', message, offset: null, reason: message };
}

/** What is asked for in vain has not been begun: its neighbours stay. */
function annotate(
  writer: IngestWriter,
  { id, change, receivedMs }: AnnotateMessage,
): AnnotateOutcome {
  try {
    return { id, result: writer.annotations.write(change, receivedMs) };
  } catch (error) {
    if (error instanceof ContractError) return { id, error: error.toJSON() };
    throw error;
  }
}

/** Decodes and writes one request in the open transaction. */
function write(writer: IngestWriter, { request, receivedMs }: IngestMessage): IngestOutcome {
  let decoded: DecodedRequest;
  try {
    decoded = decodeRequest(request.signal, request.encoding, request.body, jsonWriter);
  } catch (error) {
    if (!(error instanceof OtlpDecodeError)) throw error;
    return undecodableOutcome(error);
  }
  switch (decoded.signal) {
    case 'traces':
      return committedOutcome(decoded, writer.writeSpans(decoded, request.source, receivedMs));
    case 'logs':
      return committedOutcome(decoded, writer.writeLogs(decoded, request.source, receivedMs));
    case 'metrics':
      return committedOutcome(decoded, nothingWritten);
  }
}
