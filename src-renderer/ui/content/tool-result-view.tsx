import type { ReactNode } from 'react';

import type { JsonValue, ToolResultPart } from '@domain/messages';

import { classNames } from '../class-names';
import { callFailed, useContentScope } from './content-scope';
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
  const text = textOfBlocks(value);
  if (text !== null && text.length <= MAX_STACK_CHARS && isStack(text, isError)) {
    return <StackTrace text={text} find={find} />;
  }
  return (
    <div className={classNames(styles.well, isError && styles.error)}>
      <ValueForms label={label} value={value} find={find} isInset />
    </div>
  );
}

/** Whether a text is a stack trace: of a failure any that has frames, else one that says so. */
function isStack(text: string, isError: boolean): boolean {
  return (isError || /^Traceback \(most recent call last\):/m.test(text)) && hasFrames(text);
}

/** A tool's result within a message. */
export function ToolResultView({ part }: { readonly part: ToolResultPart }): ReactNode {
  const scope = useContentScope();
  const name = useToolName(part);
  return (
    <ResultValue
      label={name === null ? 'Tool result' : `Result of ${name}`}
      value={part.result}
      isError={part.isError || callFailed(scope, part.id)}
      find={scope.find}
    />
  );
}

/** The tool a result is of: as it says itself, else by the call it answers. */
export function useToolName({ name, id }: Pick<ToolResultPart, 'name' | 'id'>): string | null {
  const { calls } = useContentScope();
  return name ?? (id === null ? null : (calls.get(id)?.name ?? null));
}
