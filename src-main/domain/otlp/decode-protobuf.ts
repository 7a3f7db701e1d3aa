/**
 * OTLP/protobuf export requests → what the store indexes, and untouched views of the rest.
 * One walk checks the whole of every span and picks the index fields; nothing is copied
 * except containers whose parts do not stand together.
 * Source: opentelemetry-proto 1.11; reference B4–B9, J14, J16–J18.
 */
import type { DecodedLogs, DecodedResource, DecodedScope, DecodedTraces } from './decoded';
import { indexResource, indexScope } from './index-container';
import { indexLog } from './index-log';
import { indexSpan } from './index-span';
import { RequestNotes } from './request-notes';
import { messages, type Message } from './schema';
import { eachRange, splitContainer, type ContainerShape } from './split-container';
import { messageIndex, skipChecked, validateMessage, type MessageIndex } from './validate-message';
import { WireReader } from './wire-reader';

const OLD_CHILD_FIELD = 1000;

const tracesShape: RequestShape = {
  request: messages.TracesRequest,
  resource: {
    message: messages.ResourceSpans,
    childField: 2,
    oldChildField: OLD_CHILD_FIELD,
  },
  scope: { message: messages.ScopeSpans, childField: 2, oldChildField: null },
  oldScope: messageIndex('InstrumentationLibrarySpans'),
};

const logsShape: RequestShape = {
  request: messages.LogsRequest,
  resource: {
    message: messages.ResourceLogs,
    childField: 2,
    oldChildField: OLD_CHILD_FIELD,
  },
  scope: { message: messages.ScopeLogs, childField: 2, oldChildField: null },
  oldScope: messageIndex('InstrumentationLibraryLogs'),
};

/**
 * Decodes an `ExportTraceServiceRequest` (or `TracesData`, the same on the wire). Spans with
 * invalid ids are left out and counted in `rejections`.
 * @throws OtlpDecodeError where the body is no such message
 */
export function decodeTracesProtobuf(
  body: Uint8Array,
  notes: RequestNotes = new RequestNotes(),
): DecodedTraces {
  const { resources, scopes, items } = decodeRequestTree(body, tracesShape, notes, indexSpan);
  return {
    signal: 'traces',
    resources,
    scopes,
    spans: items,
    rejections: notes.rejections(),
    warnings: notes.warnings(),
  };
}

/**
 * Decodes an `ExportLogsServiceRequest` (or `LogsData`).
 * @throws OtlpDecodeError where the body is no such message
 */
export function decodeLogsProtobuf(
  body: Uint8Array,
  notes: RequestNotes = new RequestNotes(),
): DecodedLogs {
  const { resources, scopes, items } = decodeRequestTree(body, logsShape, notes, indexLog);
  return {
    signal: 'logs',
    resources,
    scopes,
    logs: items,
    rejections: notes.rejections(),
    warnings: notes.warnings(),
  };
}

interface RequestShape {
  readonly request: Message;
  readonly resource: ContainerShape;
  readonly scope: ContainerShape;
  /** The scope message of OTLP 0.15. */
  readonly oldScope: MessageIndex;
}

type IndexItem<Item> = (
  reader: WireReader,
  resource: number,
  scope: number,
  notes: RequestNotes,
) => Item | null;

function decodeRequestTree<Item>(
  body: Uint8Array,
  shape: RequestShape,
  notes: RequestNotes,
  indexItem: IndexItem<Item>,
): { resources: DecodedResource[]; scopes: DecodedScope[]; items: Item[] } {
  const resources: DecodedResource[] = [];
  const scopes: DecodedScope[] = [];
  const items: Item[] = [];
  const reader = new WireReader(body);
  while (reader.pos < body.length) {
    const tag = reader.tag();
    if (tag !== 0x0a) {
      skipChecked(reader, tag, shape.request);
      continue;
    }
    const outer = reader.enter();
    const end = reader.limit;
    const resource = splitContainer(reader, shape.resource);
    resources.push(indexResource(reader, resource, notes));
    eachRange(reader, resource.unusedOldChildren, () => validateMessage(reader, shape.oldScope));
    eachRange(reader, resource.children, () => {
      const scope = splitContainer(reader, shape.scope);
      scopes.push(indexScope(reader, scope, notes));
      eachRange(reader, scope.children, () => {
        const item = indexItem(reader, resources.length - 1, scopes.length - 1, notes);
        if (item !== null) items.push(item);
      });
    });
    reader.pos = end;
    reader.leave(outer);
  }
  return { resources, scopes, items };
}
