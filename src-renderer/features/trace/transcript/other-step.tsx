import type { ReactNode } from 'react';

import { formatCount } from '@domain/format';

import { Chip } from '../../../ui/chip';
import { DocumentList } from '../../../ui/content/document-list';
import { ErrorView } from '../../../ui/content/error-view';
import { PayloadView } from '../../../ui/content/payload-view';
import { tieOf } from '../../../ui/content/judgement-text';
import type { StepBodyProps } from './step-body';
import { inlineMessages, inlineResult } from './step-text';
import styles from './transcript.module.css';

/** Retrieval, guardrails, evaluations and whatever else there is: one line, and all of it on request. */
export function OtherStep({ view, find, isFolded, head }: StepBodyProps): ReactNode {
  const facets = view?.facets ?? null;
  const documents = facets?.retrieval?.documents ?? [];
  const [output] = facets?.output ?? [];
  const query = facets?.retrieval?.query ?? '';
  const result =
    inlineMessages(facets?.model?.output ?? []) ||
    (output === undefined ? '' : inlineResult(output.value));
  // Unfolded, what came out stands below.
  const preview = query !== '' || !isFolded ? query : result;
  return (
    <div className={styles.otherCard}>
      {head({
        children: (
          <>
            {documents.length > 0 && (
              <Chip>
                {documents.length === 1
                  ? '1 document'
                  : `${formatCount(documents.length)} documents`}
              </Chip>
            )}
            {facets?.evaluations.map(({ name, score, label }) => (
              <Chip key={name} tone="ok">
                {[name, label, score === null ? null : String(score)]
                  .filter((text) => text !== null)
                  .join(' ')}
              </Chip>
            ))}
            <span className={`ellipsis ${styles.preview}`}>{preview}</span>
          </>
        ),
      })}
      {!isFolded && facets !== null && (
        <div className={styles.result}>
          {facets.error !== null && <ErrorView error={facets.error} find={find} />}
          {view?.judgements
            .filter(({ judged }) => judged?.key !== view.key)
            .map((judgement, at) => {
              const { explanation } = judgement.evaluation;
              const tie = tieOf(view.key, judgement);
              return (
                <p key={at} className="selectable">
                  {tie !== null && <span className="t3">{`${tie.word} ${tie.text} `}</span>}
                  {explanation}
                </p>
              );
            })}
          {documents.length > 0 && (
            <DocumentList label="Documents" documents={documents} find={find} />
          )}
          {facets.retrieval?.query == null &&
            facets.input.map((payload, at) => (
              <PayloadView key={`in ${at}`} label="Input" payload={payload} />
            ))}
          {documents.length === 0 &&
            facets.output.map((payload, at) => (
              <PayloadView key={`out ${at}`} label="Output" payload={payload} />
            ))}
        </div>
      )}
    </div>
  );
}
