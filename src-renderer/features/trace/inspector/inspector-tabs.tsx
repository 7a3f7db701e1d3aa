import { useRef, useState, type ReactNode } from 'react';

import type { SpanView } from '@contract/facets';
import type { SpanDetail, StoreKey } from '@contract/traces';
import type { InspectorTab } from '@domain/route';
import type { SpanId, SpanIndex, TraceId } from '@domain/units';

import { useEngine } from '../../../lib/engine-queries';
import { focusField } from '../../../lib/focus-field';
import { useCommands } from '../../../lib/keyboard';
import {
  setMessageText,
  useMessageText,
  type MessageText,
} from '../../../stores/content-preferences';
import { classNames } from '../../../ui/class-names';
import { Note } from '../../../ui/content/notes';
import { CopyButton } from '../../../ui/copy-button';
import { CommandKey } from '../../../ui/kbd';
import { Segmented } from '../../../ui/segmented';
import { Tabs, type TabItem } from '../../../ui/tabs';
import { SearchField } from '../../../ui/text-field';
import { firstReceived, spanFailed, type TraceModel } from '../model/trace-model';
import type { AttributeOrder } from './attribute-list';
import { AttributesTab } from './attributes-tab';
import { Bones } from './bones';
import { summarise, unknownContent } from './content/content-summary';
import { ContentTab } from './content/content-tab';
import { EventsTab } from './events-tab';
import { useFindInPanel } from './find-in-panel';
import styles from './inspector.module.css';
import { LinksTab } from './links-tab';
import { LogsTab } from './logs-tab';
import { RawTab } from './raw-tab';
import { ResourceTab } from './resource-tab';

export interface InspectorTabsProps {
  readonly traceId: TraceId;
  /** Project of the trace. */
  readonly experimentId: number;
  readonly model: TraceModel;
  readonly span: SpanIndex;
  readonly detail: SpanDetail;
  /** Null while it is read, or where it cannot be. */
  readonly view: SpanView | null;
  readonly viewProblem: string;
  /** The detail is of the span before; the right one is being read. */
  readonly isOutdated: boolean;
  readonly tab: InspectorTab;
  readonly onTab: (tab: InspectorTab) => void;
  readonly onSpan: (spanId: SpanId) => void;
  readonly onSpanKey: (key: StoreKey) => void;
}

type LogScope = 'span' | 'trace';

/** The parts of a span, and one field to find text in whichever is shown. */
export function InspectorTabs(props: InspectorTabsProps): ReactNode {
  const { model, span, detail, view, tab, onTab } = props;
  const body = useRef<HTMLDivElement>(null);
  const { text: find, setText: setFind, move } = useFindInPanel(body);
  const [order, setOrder] = useState<AttributeOrder>('grouped');
  const [logScope, setLogScope] = useState<LogScope>('span');
  const field = useRef<HTMLInputElement>(null);
  const engine = useEngine();

  useCommands({ 'inspector.find': () => focusField(field.current) });
  const summary = view === null ? unknownContent : summarise(view);
  const tabs: readonly TabItem<InspectorTab>[] = [
    { value: 'content', label: summary.label, count: summary.count },
    { value: 'attributes', label: 'Attributes', count: detail.span.attributes.length },
    { value: 'events', label: 'Events', count: detail.span.events.length },
    { value: 'links', label: 'Links', count: detail.span.links.length },
    { value: 'logs', label: 'Logs', count: model.table.logCounts[span] ?? 0 },
    { value: 'resource', label: 'Resource' },
    { value: 'raw', label: 'Raw' },
  ];
  return (
    <Tabs
      label="Parts of the span"
      tabs={tabs}
      value={tab}
      onChange={onTab}
      className={styles.tabs ?? ''}
      panelClassName={styles.panel ?? ''}
    >
      <div className={styles.tools}>
        <SearchField
          ref={field}
          label="Find in panel"
          placeholder="Find in panel"
          value={find}
          onChange={setFind}
          onKeyDown={(event) => {
            if (event.key === 'Enter') move(event.shiftKey ? -1 : 1);
          }}
          fieldClassName={styles.find ?? ''}
          trailing={find === '' && <CommandKey id="inspector.find" />}
        />
        {tab === 'content' && view?.facets.tool == null && <TextForm />}
        {(tab === 'attributes' || tab === 'resource') && (
          <Segmented<AttributeOrder>
            label="Order of attributes"
            size="small"
            value={order}
            onChange={setOrder}
            options={[
              { value: 'grouped', label: 'Grouped' },
              { value: 'original', label: 'As sent' },
            ]}
          />
        )}
        {tab === 'logs' && (
          <Segmented<LogScope>
            label="Log records of"
            size="small"
            value={logScope}
            onChange={setLogScope}
            options={[
              { value: 'span', label: 'This span' },
              { value: 'trace', label: 'Whole trace' },
            ]}
          />
        )}
        {tab === 'raw' && (
          <CopyButton
            caption="Copy"
            label="Copy OTLP JSON"
            text={() => engine.call('trace.spanOtlpJson', { spanKey: detail.key })}
          />
        )}
      </div>
      <div
        ref={body}
        key={detail.key}
        aria-busy={props.isOutdated}
        className={classNames(styles.body, props.isOutdated && styles.outdated)}
      >
        <TabBody {...props} find={find} order={order} logScope={logScope} />
      </div>
    </Tabs>
  );
}

/** How the text of messages is shown. */
function TextForm(): ReactNode {
  const form = useMessageText();
  return (
    <Segmented<MessageText>
      label="Text of messages as"
      size="small"
      value={form}
      onChange={setMessageText}
      options={[
        { value: 'markdown', label: 'Markdown' },
        { value: 'raw', label: 'Raw' },
      ]}
    />
  );
}

interface TabBodyProps extends InspectorTabsProps {
  readonly find: string;
  readonly order: AttributeOrder;
  readonly logScope: LogScope;
}

/** Whether the span is a root of the trace itself, or what is shown where nothing is selected. */
function isFirstOf({ traceId, model, detail }: InspectorTabsProps): boolean {
  const { key, span } = detail;
  if (key === model.table.keys[firstReceived(model)]) return true;
  return span.traceId === traceId && span.parentSpanId === null;
}

function TabBody(props: TabBodyProps): ReactNode {
  const { tab, detail, view, model, find, order, logScope, onSpan } = props;
  const { span } = detail;
  switch (tab) {
    case 'content':
      if (view !== null) {
        const { onSpanKey, experimentId } = props;
        const isFailed = (key: StoreKey): boolean =>
          spanFailed(model, model.table.keys.indexOf(key));
        const wholeTraceId = isFirstOf(props) ? props.traceId : null;
        return (
          <ContentTab
            {...{ view, wholeTraceId, experimentId, find, onSpanKey, isFailed }}
            startNs={span.startNs}
          />
        );
      }
      return props.viewProblem === '' ? <Bones rows={6} /> : <Note>{props.viewProblem}</Note>;
    case 'attributes':
      return <AttributesTab span={span} find={find} order={order} />;
    case 'events':
      return <EventsTab span={span} find={find} />;
    case 'links':
      return <LinksTab span={span} ids={model.ids} find={find} />;
    case 'logs':
      return (
        <LogsTab
          // Of a linked trace, where the span is from there.
          traceId={span.traceId}
          spanId={logScope === 'span' ? span.spanId : null}
          baseNs={model.table.baseNs}
          find={find}
          onSpan={onSpan}
        />
      );
    case 'resource':
      return <ResourceTab detail={detail} find={find} order={order} />;
    case 'raw':
      return <RawTab spanKey={detail.key} find={find} />;
  }
}
