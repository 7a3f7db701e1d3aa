import type { ReactNode } from 'react';

import type { SpanView } from '@contract/facets';

import { Chip } from '../../../ui/chip';
import { judgementsOfSpan, verdictOf } from '../../../ui/content/judgement-text';
import { KindIcon } from '../../../ui/kind-icon';
import styles from './transcript.module.css';

/** What evaluators said of a step, below it: name, verdict, why. */
export function StepJudgements({ view }: { readonly view: SpanView }): ReactNode {
  const judgements = judgementsOfSpan(view);
  if (judgements.length === 0) return null;
  return (
    <ul className={styles.judgements} aria-label="Evaluations">
      {judgements.map((judgement, at) => {
        const { name, explanation } = judgement.evaluation;
        return (
          <li key={at} className={styles.judgement}>
            <KindIcon kind="evaluator" />
            <span className="selectable">{name === '' ? 'Evaluation' : name}</span>
            {verdictOf(judgement) !== '' && <Chip>{verdictOf(judgement)}</Chip>}
            {explanation !== null && explanation !== '' && (
              <span className="selectable t2">{explanation}</span>
            )}
          </li>
        );
      })}
    </ul>
  );
}
