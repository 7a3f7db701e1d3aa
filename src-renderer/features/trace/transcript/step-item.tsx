import { memo, useMemo, type CSSProperties, type ReactNode } from 'react';

import type { SpanView } from '@contract/facets';
import { categoryOfKind } from '@domain/facets/facet-kind';
import { formatCost } from '@domain/format-cost';
import { formatCount, formatDurationNs, formatOffsetNs, formatShortCount } from '@domain/format';
import type { SpanIndex } from '@domain/units';

import { classNames } from '../../../ui/class-names';
import { ContentScopeProvider, scopeOf } from '../../../ui/content/content-scope';
import { IconButton } from '../../../ui/icon-button';
import { ChevronDownIcon, ChevronRightIcon, ErrorSolidIcon, TracesIcon } from '../../../ui/icons';
import { KindIcon } from '../../../ui/kind-icon';
import { AttemptLine } from '../attempt-line';
import { FeedbackBadge, feedbackWords } from '../feedback/feedback-badge';
import { subtreeCost } from '../model/facet-table';
import { traceBegunBy } from '../model/linked-traces';
import { isRunning, type TraceModel } from '../model/trace-model';
import { OtherTraceLink } from '../other-trace-link';
import { AgentStep } from './agent-step';
import { stepLabel } from './step-label';
import { ModelStep } from './model-step';
import { OtherStep } from './other-step';
import type { StepBodyProps, StepHeadProps } from './step-body';
import { StepJudgements } from './step-judgements';
import type { Step } from './steps';
import { ToolStep } from './tool-step';
import styles from './transcript.module.css';

export interface StepItemProps {
  readonly step: Step;
  /** From 1, of those that are drawn. */
  readonly number: number;
  readonly count: number;
  readonly model: TraceModel;
  /** Null while it is being read. */
  readonly view: SpanView | null;
  readonly find: string;
  readonly askedAround: ReadonlySet<string>;
  /** How much feedback there is on its span. */
  readonly feedbackCount: number;
  readonly isCurrent: boolean;
  readonly isFolded: boolean;
  /** The time now, while the step still runs; null for all others. */
  readonly liveMs: number | null;
  /** Stays the same from drawing to drawing. */
  readonly actions: StepActions;
}

export interface StepActions {
  readonly fold: (step: Step, fold: boolean) => void;
  readonly makeCurrent: (step: Step) => void;
  readonly showSpan: (span: SpanIndex) => void;
  /** Goes to the step of a span by its key. */
  readonly goToKey: (key: number) => void;
}

/** One step: when, of what kind, and what it said or did. */
export const StepItem = memo(function StepItem(props: StepItemProps): ReactNode {
  const { step, number, count, model, view, find, askedAround, isCurrent, isFolded, liveMs } =
    props;
  const { actions } = props;
  const { table } = model;
  const startNs = table.startNs[step.span] ?? 0;
  const category = categoryOfKind(step.kind);
  const label = stepLabel(model, step.span);
  const begunTrace = traceBegunBy(model, step.span);
  const scope = useMemo(
    () => (view === null ? null : scopeOf(view, { find, goToSpan: actions.goToKey })),
    [view, find, actions],
  );
  const Chevron = isFolded ? ChevronRightIcon : ChevronDownIcon;
  const head = ({ children }: StepHeadProps): ReactNode => (
    <header className={styles.head}>
      <button
        type="button"
        aria-expanded={!isFolded}
        aria-label={`${isFolded ? 'Unfold' : 'Fold'} ${label}`}
        tabIndex={-1}
        className={styles.fold}
        onClick={() => actions.fold(step, !isFolded)}
      >
        <Chevron size={12} />
      </button>
      <b className={classNames('ellipsis selectable', styles.label)}>{label}</b>
      {children}
      {begunTrace !== null && <OtherTraceLink traceId={begunTrace} />}
      {view !== null && view.fold.attempt !== null && (
        <AttemptLine attempt={view.fold.attempt} onSpanKey={actions.goToKey} />
      )}
      {props.feedbackCount > 0 && (
        <span className="srOnly">{feedbackWords(props.feedbackCount).join('')}</span>
      )}
      <FeedbackBadge count={props.feedbackCount} isSelected={false} />
      {isFolded && step.descendants > 0 && <ErrorsWithin errors={step.errorsWithin} />}
      <span className={styles.meta}>{metaOf(step, model, liveMs)}</span>
      <IconButton
        size="small"
        icon={TracesIcon}
        label="Show in waterfall"
        tabIndex={-1}
        className={styles.show ?? ''}
        onClick={() => actions.showSpan(step.span)}
      />
    </header>
  );
  const body = { step, view, find, askedAround, isFolded, head };
  return (
    // Keys are commands of the page: the feed has the focus, its steps need not.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions
    <article
      aria-label={label}
      aria-posinset={number}
      aria-setsize={count}
      aria-current={isCurrent ? 'true' : undefined}
      aria-busy={view === null}
      data-span={step.key}
      className={classNames(
        styles.step,
        isCurrent && styles.current,
        step.isError && styles.failed,
        step.isOther && styles.other,
      )}
      style={{ '--depth': step.depth } as CSSProperties}
      onClick={() => actions.makeCurrent(step)}
    >
      <div className={styles.gutter}>
        <time title="Since the start of the trace">{formatOffsetNs(startNs)}</time>
        <span className={styles.node}>
          <KindIcon kind={category} />
        </span>
      </div>
      <div className={styles.content}>
        {scope === null ? (
          <StepBody {...body} />
        ) : (
          <ContentScopeProvider value={scope}>
            <StepBody {...body} />
          </ContentScopeProvider>
        )}
        {view !== null && !isFolded && <StepJudgements view={view} />}
        {view?.isCut === true && !isFolded && (
          <p className={styles.cut}>
            Long texts are cut here.{' '}
            <button
              type="button"
              className={styles.cutLink}
              onClick={() => actions.showSpan(step.span)}
            >
              The span has them in full
            </button>
          </p>
        )}
        {liveMs !== null && (
          <p className={styles.live} role="status">
            running…
          </p>
        )}
      </div>
    </article>
  );
});

function StepBody(props: StepBodyProps): ReactNode {
  switch (props.step.kind) {
    case 'llm':
      return <ModelStep {...props} />;
    case 'agent':
      return <AgentStep {...props} />;
    case 'tool':
    case 'mcp':
      return <ToolStep {...props} />;
    default:
      return <OtherStep {...props} />;
  }
}

function ErrorsWithin({ errors }: { readonly errors: number }): ReactNode {
  if (errors === 0) return null;
  return (
    <span
      className={styles.errors}
      title={errors === 1 ? '1 error within' : `${formatCount(errors)} errors within`}
    >
      <ErrorSolidIcon size={13} />
      {formatCount(errors)}
    </span>
  );
}

/** Duration, tokens and cost of the step and all within, as far as they are known. */
function metaOf({ span }: Step, model: TraceModel, liveMs: number | null): string {
  const { facets } = model;
  const pieces = [formatDurationNs(durationOf(span, model, liveMs))];
  if (facets !== null) {
    const tokens = facets.subtreeTokens[span] ?? Number.NaN;
    if (!Number.isNaN(tokens)) pieces.push(`${formatShortCount(tokens)} tok`);
    const cost = formatCost(subtreeCost(facets, span));
    if (cost !== '') pieces.push(cost);
  }
  return pieces.join(' · ');
}

/** Of an open step until now, or else until the last that is known of its trace. */
function durationOf(span: SpanIndex, { table, endsNs }: TraceModel, liveMs: number | null): number {
  const startNs = table.startNs[span] ?? 0;
  if (!isRunning(table.flags[span] ?? 0)) return table.durationsNs[span] ?? 0;
  const knownNs = (endsNs[span] ?? 0) - startNs;
  if (liveMs === null) return knownNs;
  return Math.max(knownNs, liveMs * 1e6 - Number(table.baseNs) - startNs);
}
