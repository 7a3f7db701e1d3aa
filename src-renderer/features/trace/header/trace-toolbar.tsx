import type { KeyboardEvent, ReactNode, Ref } from 'react';

import { formatCount } from '@domain/format';
import { categoryNumber, type SpanCategory } from '@domain/span-category';

import { commandKeyLabel } from '../../../lib/keyboard';
import { isMac } from '../../../lib/shell';
import { Button } from '../../../ui/button';
import { IconButton } from '../../../ui/icon-button';
import { CollapseIcon, ErrorIcon, ExpandIcon } from '../../../ui/icons';
import { CommandKey } from '../../../ui/kbd';
import { KindIcon, kindLabels } from '../../../ui/kind-icon';
import { SearchField } from '../../../ui/text-field';
import type { TraceModel } from '../model/trace-model';
import { ModeSwitch } from './mode-switch';
import styles from './trace-toolbar.module.css';

/** As people think of an agent's run: what decides first, plumbing last. */
const kindOrder: readonly SpanCategory[] = [
  'agent',
  'llm',
  'tool',
  'retriever',
  'embedding',
  'guardrail',
  'evaluator',
  'chain',
  'http',
  'database',
  'other',
];

export interface TraceToolbarProps {
  readonly model: TraceModel;
  readonly find: string;
  readonly onFind: (text: string) => void;
  readonly onLeaveFind: () => void;
  /** Spans that match, and which of them (from 1) is selected; 0 where none is. */
  readonly matchCount: number;
  readonly matchNumber: number;
  readonly onMatch: (direction: -1 | 1) => void;
  readonly hiddenCategories: number;
  readonly onToggleCategory: (category: number) => void;
  readonly showCritical: boolean;
  readonly onCritical: (show: boolean) => void;
  readonly onNextError: () => void;
  readonly onFoldAll: (fold: boolean) => void;
  /** The field to find with. */
  readonly ref: Ref<HTMLInputElement>;
}

/** Finding, kinds, the critical path and errors. */
export function TraceToolbar({ ref, ...props }: TraceToolbarProps): ReactNode {
  const { model, find, matchCount, matchNumber, onMatch } = props;
  const problemCount = model.problemSpans.length;
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    onMatch(event.shiftKey ? -1 : 1);
  };
  return (
    <div className={styles.toolbar}>
      <ModeSwitch mode="waterfall" />
      <SearchField
        ref={ref}
        label="Find in trace"
        placeholder="Find span by name, service or id"
        value={find}
        onChange={props.onFind}
        onLeave={props.onLeaveFind}
        onKeyDown={onKeyDown}
        fieldClassName={styles.find ?? ''}
        trailing={
          find.trim() === '' ? (
            <CommandKey id="view.find" />
          ) : (
            <span role="status" className={styles.matches}>
              {matchCount === 0
                ? 'No span matches'
                : `${matchNumber === 0 ? '' : `${formatCount(matchNumber)} of `}${formatCount(matchCount)}`}
            </span>
          )
        }
      />
      <div role="group" aria-label="Show kinds" className={styles.kinds}>
        {kindOrder.map((kind) => {
          const category = categoryNumber(kind);
          const count = model.categoryCounts[category] ?? 0;
          if (count === 0) return null;
          return (
            <button
              key={kind}
              type="button"
              className={styles.kind}
              aria-pressed={(props.hiddenCategories & (1 << category)) === 0}
              aria-label={`${kindLabels[kind]}, ${formatCount(count)} ${count === 1 ? 'span' : 'spans'}`}
              title={kindLabels[kind]}
              onClick={() => props.onToggleCategory(category)}
            >
              <KindIcon kind={kind} size={13} decorative />
              {formatCount(count)}
            </button>
          );
        })}
      </div>
      <span className={styles.push} />
      <Button
        size="small"
        pressed={props.showCritical}
        onClick={() => props.onCritical(!props.showCritical)}
      >
        <u className={styles.line} />
        <span className={styles.long}>Critical path</span> <CommandKey id="trace.criticalPath" />
      </Button>
      <Button
        size="small"
        icon={ErrorIcon}
        disabled={problemCount === 0}
        onClick={props.onNextError}
      >
        <span className={styles.long}>Next error</span> <CommandKey id="trace.nextError" />
      </Button>
      <span className={styles.pair}>
        <IconButton
          icon={ExpandIcon}
          label="Expand all"
          keyLabel={commandKeyLabel('tree.expandAll', isMac())}
          onClick={() => props.onFoldAll(false)}
        />
        <IconButton
          icon={CollapseIcon}
          label="Collapse all"
          keyLabel={commandKeyLabel('tree.collapseAll', isMac())}
          onClick={() => props.onFoldAll(true)}
        />
      </span>
    </div>
  );
}
