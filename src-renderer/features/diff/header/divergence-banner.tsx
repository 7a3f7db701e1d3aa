import type { ReactNode } from 'react';

import { Button } from '../../../ui/button';
import { ChevronDownIcon, ChevronUpIcon, FlagIcon } from '../../../ui/icons';
import { CommandKey } from '../../../ui/kbd';
import { StatusGlyph } from '../../../ui/status-glyph';
import { WithNames } from '../../../ui/with-names';
import type { DiffHeader } from '../model/diff-builder';
import styles from './divergence-banner.module.css';

export interface DivergenceBannerProps {
  readonly header: DiffHeader;
  /** Something differs before or after the selected row. */
  readonly hasPrevious: boolean;
  readonly hasNext: boolean;
  /** What is said where there is no divergence. */
  readonly sameWords: string;
  readonly onJump: () => void;
  readonly onStep: (direction: -1 | 1) => void;
}

/** Where the two runs part ways first, and the steps from change to change. */
export function DivergenceBanner(props: DivergenceBannerProps): ReactNode {
  const { header, hasPrevious, hasNext, sameWords, onJump, onStep } = props;
  const { headline, isComplete } = header;
  return (
    <div className={styles.banner}>
      {headline === null ? <StatusGlyph status="ok" decorative /> : <FlagIcon size={14} />}
      <b>{headline === null ? 'No divergence' : 'First divergence'}</b>
      <p role="status" className={styles.text}>
        {headline === null ? sameWords : <WithNames text={headline.text} />}
        {!isComplete && ' Spans that just arrived are still being read.'}
      </p>
      {headline !== null && (
        <Button variant="primary" size="small" onClick={onJump}>
          Jump to it <CommandKey id="compare.first" />
        </Button>
      )}
      <Button size="small" icon={ChevronUpIcon} disabled={!hasPrevious} onClick={() => onStep(-1)}>
        Previous <CommandKey id="compare.previousChange" />
      </Button>
      <Button size="small" icon={ChevronDownIcon} disabled={!hasNext} onClick={() => onStep(1)}>
        Next <CommandKey id="compare.nextChange" />
      </Button>
    </div>
  );
}
