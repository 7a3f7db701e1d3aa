import {
  useEffect,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
  type ReactNode,
  type Ref,
} from 'react';

import { categoryOf } from '@domain/span-category';
import { SpanFlag } from '@domain/span-table';
import type { InspectorTab } from '@domain/route';
import type { StoreKey } from '@contract/traces';
import type { SpanId, SpanIndex, TraceId } from '@domain/units';

import { copyText } from '../../../lib/clipboard';
import { useEngineQuery } from '../../../lib/engine-queries';
import { commandKeyLabel, useCommands } from '../../../lib/keyboard';
import { isMac } from '../../../lib/shell';
import { Button } from '../../../ui/button';
import { ErrorState } from '../../../ui/empty-state';
import { IconButton } from '../../../ui/icon-button';
import {
  ChevronDownIcon,
  ChevronUpIcon,
  CloseIcon,
  CopyIcon,
  WarningIcon,
} from '../../../ui/icons';
import { CommandKey } from '../../../ui/kbd';
import { useContentCommands } from '../../../ui/content/use-content-commands';
import { KindIcon } from '../../../ui/kind-icon';
import { Menu } from '../../../ui/menu';
import { showToast } from '../../../ui/toast';
import { labelOf } from '../model/facet-table';
import { titleOf } from '../../../lib/span-name';
import type { TraceModel } from '../model/trace-model';
import { displayName, serviceOf } from '../waterfall/describe-span';
import { Bones } from './bones';
import { CopyTargetContext, type CopyTarget } from '../../../ui/content/copy-target';
import { InspectorTabs } from './inspector-tabs';
import { handleItemKeys, ITEM } from './item-keys';
import styles from './inspector.module.css';
import { Note } from '../../../ui/content/notes';
import { SpanHead } from './span-head';
import { subtitle } from './subtitle';
import { useCopyAs } from './use-copy-as';
import { defaultTab, useSpanView } from './use-span-view';

export interface InspectorHandle {
  readonly focus: () => void;
}

export interface InspectorProps {
  readonly traceId: TraceId;
  readonly traceKey: StoreKey;
  readonly experimentId: number;
  readonly model: TraceModel;
  readonly span: SpanIndex;
  /** Null until the reader chose one. */
  readonly tab: InspectorTab | null;
  readonly onTab: (tab: InspectorTab) => void;
  readonly onSpan: (spanId: SpanId) => void;
  readonly onSpanKey: (key: StoreKey) => void;
  readonly onSibling: (direction: -1 | 1) => void;
  readonly onClose: () => void;
  readonly ref: Ref<InspectorHandle>;
}

/** Focuses the first item of the open tab: the figures above are reached from there with the arrows. */
function focusWithin(panel: HTMLElement | null): void {
  const item = panel?.querySelector<HTMLElement>(`[role=tabpanel] ${ITEM}`);
  (item ?? panel)?.focus();
}

/** All of one span. */
export function Inspector(props: InspectorProps): ReactNode {
  const { model, span, onTab, onClose, onSibling, ref } = props;
  const { table } = model;
  const panel = useRef<HTMLElement>(null);
  const copyMenu = useRef<HTMLButtonElement>(null);
  const [target] = useState<CopyTarget>(() => ({ getText: null }));
  const spanKey = table.keys[span] ?? 0;
  const isMissing = ((table.flags[span] ?? 0) & SpanFlag.placeholder) !== 0;
  const query = useEngineQuery(
    'trace.spanDetail',
    { spanKey },
    { enabled: spanKey > 0, keepPrevious: true },
  );
  // While the next span is read, the one before stays in sight: a flash of bars tells less.
  const shown = query.data ?? null;
  const detail = shown?.key === spanKey ? shown : null;
  const views = useSpanView(props.traceKey, model.linked, spanKey);
  const view = views.view?.key === spanKey ? views.view : null;
  const tab = props.tab ?? defaultTab(views.view);
  const name = useMemo(
    () => titleOf(displayName(table, span), labelOf(model.facets, span)),
    [table, model.facets, span],
  );
  const kind = categoryOf(table.categories[span] ?? 0);
  const copyEntries = useCopyAs({
    traceId: props.traceId,
    detail,
    serviceName: serviceOf(table, span),
    offsetNs: table.startNs[span] ?? 0,
    belowCount: table.descendants[span] ?? 0,
  });
  useContentCommands();

  useImperativeHandle(ref, () => ({ focus: () => focusWithin(panel.current) }));
  // What had the focus in one tab is not there in the next.
  const focusedNext = useRef<InspectorTab | null>(null);
  const choose = (next: InspectorTab): void => {
    const { activeElement } = document;
    const tabPanel = panel.current?.querySelector('[role=tabpanel]');
    const hasFocus = activeElement === panel.current || tabPanel?.contains(activeElement) === true;
    focusedNext.current = hasFocus ? next : null;
    onTab(next);
  };
  useEffect(() => {
    if (focusedNext.current !== tab) return;
    focusedNext.current = null;
    focusWithin(panel.current);
  }, [tab]);
  useCommands({
    'copy.value': () => {
      if (target.getText === null) return false;
      void copyText(target.getText()).then(() =>
        showToast({ status: 'ok', message: 'Value copied.' }),
      );
      return true;
    },
    'inspector.tab1': () => choose('content'),
    'inspector.tab2': () => choose('attributes'),
    'inspector.tab3': () => choose('events'),
    'inspector.tab4': () => choose('links'),
    'inspector.tab5': () => choose('logs'),
    'inspector.tab6': () => choose('resource'),
    'inspector.tab7': () => choose('raw'),
    'copy.as': () => {
      copyMenu.current?.focus();
      copyMenu.current?.click();
    },
  });
  return (
    // The arrows move among items that have the focus themselves.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <aside
      ref={panel}
      aria-label="Span"
      tabIndex={-1}
      className={styles.inspector}
      onKeyDown={handleItemKeys}
    >
      <header className={styles.head}>
        {isMissing ? <WarningIcon size={20} /> : <KindIcon kind={kind} size={15} tile />}
        <div className="grow">
          <h2 className={styles.title} title={displayName(table, span)}>
            <span className={styles.operation}>{name.operation}</span>
            {name.target}
            {name.rest !== '' && <span className={styles.operation}>{name.rest}</span>}
          </h2>
          <div className={styles.sub}>
            {isMissing ? 'Not received' : subtitle(model, span, view)}
          </div>
        </div>
        <span className={styles.siblings}>
          <IconButton
            icon={ChevronUpIcon}
            label="Previous sibling"
            keyLabel={commandKeyLabel('tree.previousSibling', isMac())}
            onClick={() => onSibling(-1)}
          />
          <IconButton
            icon={ChevronDownIcon}
            label="Next sibling"
            keyLabel={commandKeyLabel('tree.nextSibling', isMac())}
            onClick={() => onSibling(1)}
          />
        </span>
        {/* A box of its own: an open menu puts guards for the focus beside its button. */}
        <span className={styles.copyAs}>
          <Menu
            label="Copy span as"
            align="end"
            entries={copyEntries}
            trigger={
              <Button ref={copyMenu} size="small" icon={CopyIcon} disabled={detail === null}>
                Copy as
                <span className={styles.copyKey}>
                  <CommandKey id="copy.as" />
                </span>
              </Button>
            }
          />
        </span>
        <IconButton icon={CloseIcon} label="Close" onClick={onClose} className={styles.last} />
      </header>
      {isMissing ? (
        <div className={styles.note}>
          <Note>
            Other spans name this one as their parent, but it has not been received. It may still be
            running: most SDKs send a span when it ends. It takes its place when it arrives.
          </Note>
        </div>
      ) : (
        <>
          <SpanHead
            model={model}
            span={span}
            detail={detail}
            view={view}
            onSpanKey={props.onSpanKey}
            isErrorBelow={tab === 'content' && view?.facets.error != null}
          />
          {query.isError ? (
            <ErrorState message={query.error.message} onRetry={() => void query.refetch()} />
          ) : shown === null ? (
            <div className={styles.note}>
              <Bones rows={6} />
            </div>
          ) : (
            <CopyTargetContext value={target}>
              <InspectorTabs
                {...props}
                tab={tab}
                detail={shown}
                view={views.view?.key === shown.key ? views.view : null}
                viewProblem={views.problem}
                isOutdated={detail === null}
              />
            </CopyTargetContext>
          )}
        </>
      )}
    </aside>
  );
}
