import type { ReactNode } from 'react';

import type { JsonValue, ToolResultPart } from '@domain/messages';

import { classNames } from '../class-names';
import { useContentScope } from './content-scope';
import { textOfBlocks } from './message-text';
import { hasFrames } from './stack-frames';
import { StackTrace } from './stack-trace';
import styles from './tool-result-view.module.css';
import { ValueForms } from './value-forms';

/** A longer text is not looked through for a stack trace. */
const MAX_STACK_CHARS = 50_000;

export interface ResultValueProps {
  /** Names it, e.g. `Result of run_tests`. */
  readonly label: string;
  readonly value: JsonValue;
  readonly isError: boolean;
  readonly find: string;
}

/** What a tool gave back: a tree, text, or the stack trace it ended with. */
export function ResultValue({ label, value, isError, find }: ResultValueProps): ReactNode {
  const text = isError ? textOfBlocks(value) : null;
  if (text !== null && text.length <= MAX_STACK_CHARS && hasFrames(text)) {
    return <StackTrace text={text} find={find} />;
  }
  return (
    <div className={classNames(styles.well, isError && styles.error)}>
      <ValueForms label={label} value={value} find={find} isInset />
    </div>
  );
}

/** A tool's result within a message. */
export function ToolResultView({ part }: { readonly part: ToolResultPart }): ReactNode {
  const { find } = useContentScope();
  const name = useToolName(part);
  return (
    <ResultValue
      label={name === null ? 'Tool result' : `Result of ${name}`}
      value={part.result}
      isError={part.isError}
      find={find}
    />
  );
}

/** The tool a result is of: as it says itself, else by the call it answers. */
export function useToolName({ name, id }: Pick<ToolResultPart, 'name' | 'id'>): string | null {
  const { calls } = useContentScope();
  return name ?? (id === null ? null : (calls.get(id)?.name ?? null));
}
