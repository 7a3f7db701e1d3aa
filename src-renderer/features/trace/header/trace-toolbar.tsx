import type { ReactNode, Ref } from 'react';

import { formatCount } from '@domain/format';
import { categoryNumber, type SpanCategory } from '@domain/span-category';

import { Button } from '../../../ui/button';
import { CommandKey } from '../../../ui/kbd';
import { KindIcon, kindLabels } from '../../../ui/kind-icon';
import type { TraceModel } from '../model/trace-model';
import { FindField, matchesText } from './find-field';
import { ModeSwitch } from './mode-switch';
import { ToolbarEnd } from './toolbar-end';
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
  const { model } = props;
  return (
    <div className={styles.toolbar}>
      <ModeSwitch mode="waterfall" />
      <FindField
        ref={ref}
        label="Find in trace"
        placeholder="Find span by name, service or id"
        value={props.find}
        onChange={props.onFind}
        onLeave={props.onLeaveFind}
        onMatch={props.onMatch}
        found={matchesText(props.matchCount, props.matchNumber, 'No span matches')}
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
      <ToolbarEnd
        errorCount={model.problemSpans.length}
        onNextError={props.onNextError}
        onFoldAll={props.onFoldAll}
      />
    </div>
  );
}
