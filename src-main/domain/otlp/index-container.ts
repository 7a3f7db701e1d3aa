/** Containers → the few fields the store indexes; the whole message is checked on the way. */
import type { DecodedResource, DecodedScope } from './decoded';
import type { RequestNotes } from './request-notes';
import { messages } from './schema';
import { eachRange, type SplitContainer } from './split-container';
import { decodeUtf8, encodeUtf8 } from './utf8';
import { messageIndex, skipChecked, validateMessage } from './validate-message';
import { walkAttribute } from './walk-attribute';
import type { WireReader } from './wire-reader';

const entityRef = messageIndex('EntityRef');
const serviceNameKey = encodeUtf8('service.name');

/**
 * Reads the `Resource` of a split `ResourceSpans` or `ResourceLogs`.
 * @throws OtlpDecodeError
 */
export function indexResource(
  reader: WireReader,
  container: SplitContainer,
  notes: RequestNotes,
): DecodedResource {
  const { attribute } = notes;
  let serviceName = '';
  eachRange(reader, container.head, () => {
    while (reader.pos < reader.limit) {
      const tag = reader.tag();
      switch (tag) {
        case 0x0a:
          walkAttribute(reader, attribute);
          if (isServiceName(reader.bytes, attribute.keyStart, attribute.keyEnd)) {
            serviceName = decodeUtf8(reader.bytes, attribute.textStart, attribute.textEnd);
          }
          break;
        case 0x1a: {
          const outer = reader.enter();
          validateMessage(reader, entityRef);
          reader.leave(outer);
          break;
        }
        default:
          skipChecked(reader, tag, messages.Resource);
      }
    }
  });
  return { bytes: container.bytes, serviceName };
}

function isServiceName(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start !== serviceNameKey.length) return false;
  return serviceNameKey.every((byte, at) => bytes[start + at] === byte);
}

/**
 * Reads the `InstrumentationScope` of a split `ScopeSpans` or `ScopeLogs`.
 * @throws OtlpDecodeError
 */
export function indexScope(
  reader: WireReader,
  container: SplitContainer,
  notes: RequestNotes,
): DecodedScope {
  let name = '';
  let version = '';
  eachRange(reader, container.head, () => {
    while (reader.pos < reader.limit) {
      const tag = reader.tag();
      if (tag === 0x0a) name = reader.string();
      else if (tag === 0x12) version = reader.string();
      else if (tag === 0x1a) walkAttribute(reader, notes.attribute);
      else skipChecked(reader, tag, messages.InstrumentationScope);
    }
  });
  return { bytes: container.bytes, name, version };
}
