import type { ReactNode } from 'react';

import { formatBytes } from '@domain/format';
import type { Span, UnknownField } from '@domain/otlp/model';
import { UNKNOWN_MEMBERS_FIELD } from '@domain/otlp/unknown-members';

import { AttributeList, type AttributeOrder } from './attribute-list';
import { DroppedNote, Note } from '../../../ui/content/notes';

export interface AttributesTabProps {
  readonly span: Span;
  readonly find: string;
  readonly order: AttributeOrder;
}

/** All attributes of the span. */
export function AttributesTab({ span, find, order }: AttributesTabProps): ReactNode {
  return (
    <>
      {span.attributes.length === 0 ? (
        <Note>No attributes recorded. The instrumentation decides what a span tells.</Note>
      ) : (
        <AttributeList attributes={span.attributes} label="Attributes" find={find} order={order} />
      )}
      <DroppedNote
        count={span.droppedAttributesCount}
        what="attribute"
        limit="OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT"
      />
      {span.unknownFields.length > 0 && (
        <Note>
          Fields of a newer OTLP version were kept, and Raw shows them:{' '}
          {span.unknownFields.map(unknownFieldText).join(', ')}.
        </Note>
      )}
    </>
  );
}

function unknownFieldText({ field, byteLength }: UnknownField): string {
  const name = field === UNKNOWN_MEMBERS_FIELD ? 'members of the JSON' : String(field);
  return `${name} (${formatBytes(byteLength)})`;
}
