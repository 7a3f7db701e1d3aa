import { useMemo, type ReactNode } from 'react';

import type { TraceRow } from '@contract/traces';
import { formatCost } from '@domain/format-cost';
import { formatCount, formatShortCount } from '@domain/format';
import type { JsonValue, RankedDocument } from '@domain/messages';

import { useEngineQuery } from '../../../lib/engine-queries';
import { classNames } from '../../../ui/class-names';
import { KindIcon } from '../../../ui/kind-icon';
import type { TraceModel } from '../model/trace-model';
import { isPartial } from '../model/trace-usage';
import { StepTimesSection } from './step-times-section';
import { costByModel } from './run-totals';
import { Share } from './share';
import { outerSteps, type Step } from './steps';
import styles from './transcript.module.css';

const SHOWN_ROWS = 12;
/** Retrievals whose documents are listed. */
const SHOWN_RETRIEVALS = 20;
const SHOWN_SOURCES = 12;

export interface TranscriptSummaryProps {
  readonly row: TraceRow;
  readonly model: TraceModel;
  readonly steps: readonly Step[];
  readonly onStep: (at: number) => void;
}

/** Where time and money went, and what was looked up. */
export function TranscriptSummary({
  row,
  model,
  steps,
  onStep,
}: TranscriptSummaryProps): ReactNode {
  const { facets } = model;
  const models = useMemo(() => (facets === null ? [] : costByModel(facets)), [facets]);
  const mostUsd = Math.max(0, ...models.map(({ usd }) => usd));
  const mostTokens = Math.max(1, ...models.map(({ tokens }) => tokens));
  return (
    <aside className={styles.summary} aria-label="Totals">
      <StepTimesSection model={model} steps={steps} onStep={onStep} />
      {models.length > 0 && (
        <section>
          <h2 className={styles.caption}>
            {isPartial(model) ? 'Cost by model so far' : 'Cost by model'}
          </h2>
          {models.slice(0, SHOWN_ROWS).map(({ model: name, callCount, tokens, usd, state }) => (
            <div key={name} className={styles.total}>
              <KindIcon kind="llm" />
              <span className={classNames('ellipsis', styles.totalName)} title={name}>
                {name}
              </span>
              <span className="num t3">{formatCount(callCount)}×</span>
              <span className="num t3">{formatShortCount(tokens)}</span>
              <span className={classNames('num', styles.cost)}>
                {state === 'local' ? 'local' : formatCost({ usd, state })}
              </span>
              <Share kind="llm" share={mostUsd > 0 ? usd / mostUsd : tokens / mostTokens} />
            </div>
          ))}
        </section>
      )}
      <Sources row={row} steps={steps} onStep={onStep} />
    </aside>
  );
}

function isRetrieval({ kind }: Step): boolean {
  return kind === 'retriever' || kind === 'reranker';
}

type SourcesProps = Pick<TranscriptSummaryProps, 'row' | 'steps' | 'onStep'>;

/** Documents that were retrieved, each once, by how often they came up. */
function Sources({ row, steps, onStep }: SourcesProps): ReactNode {
  const retrievals = useMemo(
    () =>
      steps
        // A retriever within another finds what that one gives.
        .filter((step) => isRetrieval(step) && !outerSteps(step).some(isRetrieval))
        .slice(0, SHOWN_RETRIEVALS),
    [steps],
  );
  const { data } = useEngineQuery(
    'trace.steps',
    {
      traceId: row.traceId,
      spanKeys: retrievals.map(({ key }) => key),
      maxTextLength: 200,
    },
    { enabled: retrievals.length > 0, keepPrevious: true },
  );
  const sources = new Map<string, { readonly key: number; readonly document: RankedDocument }>();
  for (const { key, facets } of data ?? []) {
    for (const document of facets.retrieval?.documents ?? []) {
      const name = nameOfDocument(document);
      if (!sources.has(name)) sources.set(name, { key, document });
    }
  }
  if (sources.size === 0) return null;
  return (
    <section>
      <h2 className={styles.caption}>Sources retrieved</h2>
      {[...sources].slice(0, SHOWN_SOURCES).map(([name, { key, document }], at) => (
        <button
          key={name}
          type="button"
          tabIndex={-1}
          className={styles.source}
          onClick={() => onStep(steps.findIndex((step) => step.key === key))}
        >
          <span className={styles.sourceNumber}>{at + 1}</span>
          <span className="grow">
            <span className={classNames('ellipsis', styles.block)}>{name}</span>
            <span className={classNames('ellipsis small t3', styles.block)}>
              {document.score === null ? '' : `score ${document.score.toFixed(3)}`}
            </span>
          </span>
        </button>
      ))}
      {sources.size > SHOWN_SOURCES && (
        <p className="small t3">and {formatCount(sources.size - SHOWN_SOURCES)} more</p>
      )}
    </section>
  );
}

const nameKeys = ['title', 'source', 'url', 'file_name', 'path', 'name'] as const;

/** What a document calls itself; else its id, else how it begins. */
function nameOfDocument({ id, content, metadata }: RankedDocument): string {
  if (metadata !== null && typeof metadata === 'object' && !Array.isArray(metadata)) {
    const fields = metadata as Readonly<Record<string, JsonValue>>;
    for (const key of nameKeys) {
      const value = fields[key];
      if (typeof value === 'string' && value !== '') return value;
    }
  }
  return id ?? content.slice(0, 80);
}
