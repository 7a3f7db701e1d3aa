import type { ReactNode } from 'react';

import type { AssessmentSource, AssessmentSourceType } from '@domain/annotations/assessment';

import { Chip } from '../chip';
import { CodeIcon, InfoIcon, JudgeIcon, UserIcon, type Icon } from '../icons';
import { isOwn, sourceText, sourceWords } from './assessment-words';
import styles from './feedback-card.module.css';

const icons: Readonly<Record<AssessmentSourceType, Icon>> = {
  HUMAN: UserIcon,
  LLM_JUDGE: JudgeIcon,
  CODE: CodeIcon,
  SOURCE_TYPE_UNSPECIFIED: InfoIcon,
};

/** Who or what said it. */
export function SourceChip({ source }: { readonly source: AssessmentSource }): ReactNode {
  const Drawing = icons[source.type];
  const title = isOwn(source) ? 'You' : `${sourceWords[source.type]} ${source.id}`.trim();
  return (
    <span className={styles.source} title={title}>
      <Chip tone="outline" className={styles.sourceChip ?? ''}>
        <Drawing size={12} />
        <span className="ellipsis">{sourceText(source)}</span>
      </Chip>
    </span>
  );
}
