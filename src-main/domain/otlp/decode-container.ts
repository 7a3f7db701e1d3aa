/**
 * Stored container bytes → the model. A container is `ResourceSpans`/`ResourceLogs` or
 * `ScopeSpans`/`ScopeLogs` less its children; both kinds have the resource or scope in field
 * 1 and the schema URL in field 3.
 */
import { readKeyValue } from './decode-values';
import type { KeyValue, Resource, Scope } from './model';
import { messages } from './schema';
import { skipChecked } from './validate-message';
import { WireReader } from './wire-reader';

/** @throws OtlpDecodeError where the bytes are no container, which ingest does not let through */
export function decodeResource(bytes: Uint8Array): Resource {
  const reader = new WireReader(bytes);
  const attributes: KeyValue[] = [];
  let droppedAttributesCount = 0;
  const schemaUrl = readContainer(reader, () => {
    while (reader.pos < reader.limit) {
      const tag = reader.tag();
      if (tag === 0x0a) attributes.push(readKeyValue(reader));
      else if (tag === 0x10) droppedAttributesCount = reader.varint32() >>> 0;
      else skipChecked(reader, tag, messages.Resource);
    }
  });
  return { attributes, droppedAttributesCount, schemaUrl };
}

/** @throws OtlpDecodeError where the bytes are no container, which ingest does not let through */
export function decodeScope(bytes: Uint8Array): Scope {
  const reader = new WireReader(bytes);
  const attributes: KeyValue[] = [];
  let name = '';
  let version = '';
  let droppedAttributesCount = 0;
  const schemaUrl = readContainer(reader, () => {
    while (reader.pos < reader.limit) {
      const tag = reader.tag();
      if (tag === 0x0a) name = reader.string();
      else if (tag === 0x12) version = reader.string();
      else if (tag === 0x1a) attributes.push(readKeyValue(reader));
      else if (tag === 0x20) droppedAttributesCount = reader.varint32() >>> 0;
      else skipChecked(reader, tag, messages.InstrumentationScope);
    }
  });
  return { name, version, attributes, droppedAttributesCount, schemaUrl };
}

/** Returns the schema URL; a resource or scope that came in two parts is read in two parts. */
function readContainer(reader: WireReader, readHead: () => void): string {
  let schemaUrl = '';
  while (reader.pos < reader.limit) {
    const tag = reader.tag();
    if (tag === 0x0a) {
      const outer = reader.enter();
      readHead();
      reader.leave(outer);
    } else if (tag === 0x1a) {
      schemaUrl = reader.string();
    } else {
      reader.skip(tag);
    }
  }
  return schemaUrl;
}
