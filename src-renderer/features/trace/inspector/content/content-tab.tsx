import type { ReactNode } from 'react';

import type { SpanView } from '@contract/facets';
import type { StoreKey } from '@contract/traces';
import type { FacetNote } from '@domain/facets/span-facets';
import { hasPassedOn } from '@domain/facets/trace-facets';
import { formatCount } from '@domain/format';
import type { TraceId } from '@domain/units';

import { ContentScopeProvider, scopeOf } from '../../../../ui/content/content-scope';
import { ErrorView } from '../../../../ui/content/error-view';
import { NotRecorded } from '../../../../ui/content/payload-view';
import { SessionSection, UnderstoodSection } from './about-sections';
import { CallSections, Evaluations, PromptSection } from './call-sections';
import styles from './content.module.css';
import { CostSection } from './cost-section';
import { ModelContent } from './model-content';
import { EmbeddingContent, PlainContent, Payloads, RetrievalContent } from './other-content';
import { ToldSection } from './told-section';
import { ToolContent } from './tool-content';
import { summarise } from './content-summary';

export interface ContentTabProps {
  readonly view: SpanView;
  readonly startNs: bigint;
  /** Trace to tell about as a whole beside the span; null for none. */
  readonly wholeTraceId: TraceId | null;
  readonly experimentId: number;
  readonly find: string;
  readonly onSpanKey: (key: StoreKey) => void;
  /** Whether a span failed. */
  readonly isFailed: (key: StoreKey) => boolean;
}

/** What a span said, did and found, whatever library recorded it. */
export function ContentTab(props: ContentTabProps): ReactNode {
  const { view, startNs, wholeTraceId, find, onSpanKey, isFailed } = props;
  const { facets } = view;
  return (
    <ContentScopeProvider value={scopeOf(view, { find, goToSpan: onSpanKey, isFailed })}>
      <div className={styles.content}>
        <Notes view={view} />
        {facets.error !== null && <ErrorView error={facets.error} find={find} />}
        <FailureNote view={view} onSpanKey={onSpanKey} />
        <MainContent view={view} />
        <Evaluations view={view} />
        {facets.model !== null && <CallSections model={facets.model} startNs={startNs} />}
        {facets.prompt !== null && <PromptSection prompt={facets.prompt} />}
        <CostSection view={view} />
        {wholeTraceId !== null && <ToldSection traceId={wholeTraceId} />}
        <SessionSection view={view} experimentId={props.experimentId} />
        <UnderstoodSection view={view} />
      </div>
    </ContentScopeProvider>
  );
}

function MainContent({ view }: { readonly view: SpanView }): ReactNode {
  const { tool, retrieval, embedding } = view.facets;
  if (summarise(view).label === 'Messages') return <ModelContent view={view} />;
  if (tool !== null) return <ToolContent view={view} tool={tool} />;
  if (retrieval !== null) return <RetrievalContent view={view} retrieval={retrieval} />;
  if (embedding !== null && embedding.texts.length > 0) {
    return (
      <>
        <EmbeddingContent embedding={embedding} />
        <Payloads view={view} isOpenAtFirst={false} />
      </>
    );
  }
  return <PlainContent view={view} />;
}

/** Where a failure began, and how far it came. */
function FailureNote({ view, onSpanKey }: Pick<ContentTabProps, 'view' | 'onSpanKey'>): ReactNode {
  const { failure } = view.fold;
  if (failure === null || failure.spanCount < 2) return null;
  const passed = `passed through ${formatCount(failure.spanCount)} spans`;
  return (
    <p className={styles.noteLine}>
      {hasPassedOn(view.fold) ? (
        <>
          This failure began in{' '}
          <button type="button" className={styles.link} onClick={() => onSpanKey(failure.origin)}>
            another span
          </button>{' '}
          and {passed}.
        </>
      ) : (
        `This failure began here and ${passed}.`
      )}
    </p>
  );
}

/** Told where content is missing, and by whom the span was understood. */
const toldElsewhere: ReadonlySet<FacetNote['code']> = new Set([
  'contentNotRecorded',
  'valuesDiffer',
]);

/** What a reader should know of what is shown: cut, redacted, not to be read. */
function Notes({ view: { facets, isCut } }: { readonly view: SpanView }): ReactNode {
  const { conventions } = facets;
  const notes = facets.notes.filter(({ code }) => !toldElsewhere.has(code));
  if (notes.length === 0 && !isCut) return null;
  return (
    <div className={styles.notes}>
      {notes.map((note, at) => (
        <p key={at} className={styles.noteLine}>
          {note.message}
        </p>
      ))}
      {isCut && <p className={styles.noteLine}>Long texts are cut here.</p>}
      {notes.some(({ code }) => code === 'contentRedacted') && (
        <NotRecorded what="What was redacted is" conventions={conventions.map(({ id }) => id)} />
      )}
    </div>
  );
}
