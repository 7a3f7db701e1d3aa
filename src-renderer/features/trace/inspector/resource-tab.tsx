import type { ReactNode } from 'react';

import type { SpanDetail } from '@contract/traces';
import { formatBytes, formatDateTime } from '@domain/format';
import type { KeyValue } from '@domain/otlp/model';

import { AttributeList, type AttributeOrder } from './attribute-list';
import { DroppedNote, Note } from '../../../ui/content/notes';
import { flagWords, transportName } from './otlp-words';
import styles from './resource-tab.module.css';

export interface ResourceTabProps {
  readonly detail: SpanDetail;
  readonly find: string;
  readonly order: AttributeOrder;
}

/** Where the span comes from: process, library, and the door it came in by. */
export function ResourceTab({ detail, find, order }: ResourceTabProps): ReactNode {
  const { resource, scope, received, span } = detail;
  const flags = flagWords(span.flags);
  return (
    <div className={styles.sections}>
      <Section title="Resource" schemaUrl={resource.schemaUrl}>
        <Attributes
          attributes={resource.attributes}
          label="Resource attributes"
          {...{ find, order }}
        />
        <DroppedNote
          count={resource.droppedAttributesCount}
          what="attribute"
          limit="OTEL_ATTRIBUTE_COUNT_LIMIT"
        />
      </Section>
      <Section title="Scope" schemaUrl={scope.schemaUrl}>
        <dl className={styles.facts}>
          <Fact name="Name" value={scope.name} />
          <Fact name="Version" value={scope.version} />
        </dl>
        {scope.attributes.length > 0 && (
          <Attributes attributes={scope.attributes} label="Scope attributes" {...{ find, order }} />
        )}
      </Section>
      <Section title="Context" schemaUrl="">
        <dl className={styles.facts}>
          <Fact name="Trace id" value={span.traceId} />
          <Fact name="Span id" value={span.spanId} />
          <Fact name="Parent span id" value={span.parentSpanId ?? ''} />
          <Fact name="Trace state" value={span.traceState} />
          <Fact
            name="Flags"
            value={`0x${span.flags.toString(16).padStart(2, '0')}${flags === '' ? '' : `, ${flags}`}`}
          />
        </dl>
      </Section>
      <Section title="Received" schemaUrl="">
        <dl className={styles.facts}>
          <Fact name="At" value={formatDateTime(received.atMs, true)} />
          <Fact name="By" value={transportName(received.transport)} />
          <Fact name={received.transport === 'import' ? 'File' : 'Client'} value={received.agent} />
          <Fact name="Size" value={formatBytes(detail.payloadBytes)} />
          {received.headers.map(({ name, value }) => (
            <Fact key={`${name} ${value}`} name={name} value={value} />
          ))}
        </dl>
      </Section>
    </div>
  );
}

function Section({
  title,
  schemaUrl,
  children,
}: {
  readonly title: string;
  readonly schemaUrl: string;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <section aria-label={title}>
      <h3 className={styles.title}>
        {title}
        {schemaUrl !== '' && (
          <span className={styles.schema} title="Schema URL">
            {schemaUrl}
          </span>
        )}
      </h3>
      {children}
    </section>
  );
}

function Attributes(props: {
  readonly attributes: readonly KeyValue[];
  readonly label: string;
  readonly find: string;
  readonly order: AttributeOrder;
}): ReactNode {
  return props.attributes.length === 0 ? (
    <Note>No attributes recorded.</Note>
  ) : (
    <AttributeList {...props} />
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: string }): ReactNode {
  return (
    <div className={styles.fact}>
      <dt>{name}</dt>
      <dd className="mono selectable">{value === '' ? '—' : value}</dd>
    </div>
  );
}
