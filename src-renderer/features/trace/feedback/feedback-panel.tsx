import { useContext, useMemo, useRef, useState, type ReactNode } from 'react';

import type { TraceRow } from '@contract/traces';
import {
  scopeOf,
  type AssessmentEntry,
  type AssessmentScope,
} from '@domain/annotations/override-chain';
import { formatOffsetNs } from '@domain/format';
import { categoryOf } from '@domain/span-category';
import type { SpanId, SpanIndex } from '@domain/units';

import { useEngine } from '../../../lib/engine-queries';
import { useCommands } from '../../../lib/keyboard';
import { titleOf } from '../../../lib/span-name';
import { cardMenu } from '../../../ui/feedback/card-menu';
import { FeedbackList } from '../../../ui/feedback/feedback-list';
import type { DraftTarget } from '../../../ui/feedback/form/draft';
import { startEdit, useDraft } from '../../../ui/feedback/form/draft-store';
import type { FormTarget } from '../../../ui/feedback/form/feedback-form';
import { FormSection } from '../../../ui/feedback/form/form-section';
import { KindIcon } from '../../../ui/kind-icon';
import { TagEditor } from '../../../ui/tags/tag-editor';
import { labelOf } from '../model/facet-table';
import type { TraceModel } from '../model/trace-model';
import { traceFacetsOf } from '../model/trace-usage';
import { displayName } from '../waterfall/describe-span';
import { FeedbackContext } from './feedback-context';
import styles from './feedback-panel.module.css';
import { spanOfEntry } from './use-span-feedback';

export interface FeedbackPanelProps {
  readonly row: TraceRow;
  readonly model: TraceModel;
  /** What is selected; null for the trace. */
  readonly spanId: SpanId | null;
  readonly onSpan: (spanId: SpanId) => void;
  /** The reader is done here: the focus goes back to the tree. */
  readonly onLeave: () => void;
}

/** What was said of the trace, its spans and its session, and the form to say more. */
export function FeedbackPanel({
  row,
  model,
  spanId,
  onSpan,
  onLeave,
}: FeedbackPanelProps): ReactNode {
  const client = useEngine();
  const source = useContext(FeedbackContext);
  const place = `trace ${row.traceId}`;
  const draft = useDraft(place);
  const [newId, setNewId] = useState<string | null>(null);
  const tagField = useRef<HTMLInputElement>(null);
  useCommands({ 'tags.edit': () => tagField.current?.focus() });
  const tagKeys = useMemo(() => [row.key], [row.key]);
  const sessionId = traceFacetsOf(row, model)?.sessionId ?? null;
  const edit = ({ assessment }: AssessmentEntry): void => startEdit(place, assessment);
  const scopes: readonly AssessmentScope[] =
    sessionId === null && source.counts.session === 0
      ? ['trace', 'span']
      : ['trace', 'span', 'session'];
  return (
    <aside aria-label="Feedback" className={styles.panel}>
      <section className={styles.tags} aria-label="Tags">
        <h2>Tags</h2>
        <TagEditor ref={tagField} keys={tagKeys} experiment={row.experimentId} onClose={onLeave} />
      </section>
      <div className={styles.part}>
        <FeedbackList
          source={source}
          scopes={scopes}
          rankOf={(entry) => rankOf(model, entry)}
          aboutOf={(entry) => about({ model, entry, onSpan })}
          menuOf={(entry) => cardMenu(client, entry.assessment, () => edit(entry))}
          onEdit={edit}
          newId={newId}
          empty="Nothing was said of this trace yet."
        />
      </div>
      <FormSection
        place={place}
        targets={targetsOf(row, model, sessionId, spanId, draft.target)}
        selected={spanId ?? 'trace'}
        onLeave={onLeave}
        onSaved={setNewId}
      />
    </aside>
  );
}

/** The trace first, then its session, then spans from top to bottom. */
function rankOf(model: TraceModel, entry: AssessmentEntry): number {
  const scope = scopeOf(entry.assessment);
  if (scope !== 'span') return scope === 'trace' ? -2 : -1;
  const span = spanOfEntry(model, entry);
  return span < 0 ? Number.MAX_SAFE_INTEGER : span;
}

interface AboutProps {
  readonly model: TraceModel;
  readonly entry: AssessmentEntry;
  readonly onSpan: (spanId: SpanId) => void;
}

/** The span or session that an entry is about; a press on a span selects it. */
function about({ model, entry, onSpan }: AboutProps): ReactNode {
  const { spanId } = entry.assessment;
  if (spanId === null) {
    return scopeOf(entry.assessment) === 'session' ? (
      <span className={styles.about}>the session</span>
    ) : null;
  }
  const span = spanOfEntry(model, entry);
  if (span < 0) return <span className={styles.about}>span {spanId}, not received</span>;
  const { target } = titleOf(displayName(model.table, span), labelOf(model.facets, span));
  return (
    <button
      type="button"
      className={styles.link}
      title="Select the span"
      onClick={() => onSpan(spanId)}
    >
      <span className="ellipsis">{target}</span>, {formatOffsetNs(model.table.startNs[span] ?? 0)}
    </button>
  );
}

/** What the form can be about: also the span that a draft was begun for. */
function targetsOf(
  { traceId }: TraceRow,
  model: TraceModel,
  sessionId: string | null,
  selected: SpanId | null,
  begunFor: DraftTarget | null,
): FormTarget[] {
  const about = { traceId, spanId: null, sessionId: null };
  const targets: FormTarget[] = [{ value: 'trace', label: 'Trace', about }];
  const isSpan = begunFor !== null && begunFor !== 'trace' && begunFor !== 'session';
  for (const spanId of new Set([isSpan ? begunFor : null, selected])) {
    if (spanId === null) continue;
    const span = model.ids.find(spanId);
    targets.push({
      value: spanId,
      label: <SpanLabel model={model} span={span} spanId={spanId} />,
      about: { ...about, spanId },
    });
  }
  if (sessionId !== null) {
    targets.push({ value: 'session', label: 'Session', about: { ...about, sessionId } });
  }
  return targets;
}

interface SpanLabelProps {
  readonly model: TraceModel;
  readonly span: SpanIndex;
  readonly spanId: SpanId;
}

function SpanLabel({ model, span, spanId }: SpanLabelProps): ReactNode {
  if (span < 0) return `span ${spanId}`;
  return (
    <>
      <KindIcon kind={categoryOf(model.table.categories[span] ?? 0)} size={12} decorative />
      <span className={styles.spanName}>{displayName(model.table, span)}</span>
    </>
  );
}
