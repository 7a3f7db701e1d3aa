import { useState, type ReactNode } from 'react';

import type { PairDifference } from '@contract/diff';
import type { ContentDiff } from '@domain/diff/diff-content';
import { formatCount } from '@domain/format';

import { Button } from '../../../ui/button';
import { Chip } from '../../../ui/chip';
import { jsonText } from '../../../ui/content/message-text';
import { CopyButton } from '../../../ui/copy-button';
import { ErrorState } from '../../../ui/empty-state';
import type { DiffLayout, OnlySide } from './diff-layout';
import { DiffView } from './diff-view';
import { Loading } from './loading';
import { describeChanges, type DifferenceItem } from './pair-items';
import styles from './pair-panel.module.css';
import { useContentDiff } from './use-content-diff';

export interface DifferenceSectionProps {
  readonly item: DifferenceItem;
  readonly layout: DiffLayout;
  readonly only: OnlySide;
  /** Reads cut texts in full. */
  readonly onShowAll: () => void;
}

/** One thing in which the two spans differ. */
export function DifferenceSection(props: DifferenceSectionProps): ReactNode {
  const { item, layout, only, onShowAll } = props;
  const { difference, title, name } = item;
  const { before, after } = difference;
  const [showsIgnored, setShowsIgnored] = useState(false);
  const { diff, problem, retry } = useContentDiff(difference, showsIgnored, difference);
  const label = name === '' ? title : `${title} ${name}`;
  const copy = difference.isCut ? `Copy the beginning of ${label}` : `Copy ${label}`;
  const isText = [before, after].every((side) => side === null || typeof side === 'string');
  const chip = only === null ? describeChanges(difference, diff) : '';
  return (
    <div role="group" className={styles.section} aria-label={label}>
      <header className={styles.sectionHead}>
        <h3>
          {title} {name !== '' && <span className="mono t2">{name}</span>}
        </h3>
        {chip !== '' && <Chip className={styles.chip ?? ''}>{chip}</Chip>}
        <span className="grow" />
        {diff !== null && diff.ignoredCount > 0 && (
          <Button
            variant="ghost"
            size="small"
            pressed={showsIgnored}
            onClick={() => setShowsIgnored(!showsIgnored)}
          >
            {ignoredText(diff.ignoredCount)}
          </Button>
        )}
        {before !== null && (
          <CopyButton caption="A" label={`${copy} of A`} text={() => jsonText(before)} />
        )}
        {after !== null && (
          <CopyButton caption="B" label={`${copy} of B`} text={() => jsonText(after)} />
        )}
      </header>
      {problem !== '' && <ErrorState message={problem} onRetry={retry} />}
      {problem === '' && diff === null && <Loading rows={2} />}
      {diff !== null && (
        <>
          <DiffView
            blocks={diff.blocks}
            label={label}
            isJson={!isText}
            layout={layout}
            only={only}
          />
          <Remarks diff={diff} difference={difference} onShowAll={onShowAll} />
        </>
      )}
    </div>
  );
}

function ignoredText(count: number): string {
  return count === 1 ? '1 id or time differs' : `${formatCount(count)} ids or times differ`;
}

interface RemarksProps {
  readonly diff: ContentDiff;
  readonly difference: PairDifference;
  readonly onShowAll: () => void;
}

/** How far the comparison went. */
function Remarks({ diff, difference, onShowAll }: RemarksProps): ReactNode {
  const remark = levelText(diff, difference);
  if (remark === '' && !difference.isCut) return null;
  return (
    <p className={styles.remark}>
      {remark}
      {difference.isCut && (
        <>
          {remark === '' ? '' : ' '}This is the beginning of a long content.{' '}
          <button type="button" className={styles.link} onClick={onShowAll}>
            Show all
          </button>
        </>
      )}
    </p>
  );
}

function levelText(
  { level, counts }: ContentDiff,
  { before, after, isCut }: PairDifference,
): string {
  if (before === null || after === null) return '';
  if (level === 'tooDifferent') return 'Too different to tell line by line.';
  if (level === 'lines') return 'Some lines were too many or too long to compare word by word.';
  const isSame = counts.added + counts.removed + counts.changed === 0;
  if (!isSame) return '';
  return isCut
    ? 'What is shown is the same; what follows differs.'
    : 'Only spaces or line ends differ.';
}
