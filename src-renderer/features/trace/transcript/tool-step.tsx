import type { ReactNode } from 'react';

import { Chip } from '../../../ui/chip';
import { classNames } from '../../../ui/class-names';
import { ErrorView } from '../../../ui/content/error-view';
import { Arguments } from '../../../ui/content/tool-call-view';
import { ResultValue } from '../../../ui/content/tool-result-view';
import type { StepBodyProps } from './step-body';
import { inlineArguments, inlineResult, isErrorText, isShort } from './step-text';
import styles from './transcript.module.css';

/** A tool that ran: with what, and what came of it. */
export function ToolStep({ step, view, find, isFolded, head }: StepBodyProps): ReactNode {
  const tool = view?.facets.tool ?? null;
  const error = view?.facets.error ?? null;
  const args = tool?.args?.value ?? view?.facets.input[0]?.value ?? null;
  const result = tool?.result?.value ?? view?.facets.output[0]?.value ?? null;
  const isFailed = step.isError || tool?.isError === true;
  const name = tool?.name ?? view?.facets.label ?? '';
  const isTold = error !== null && isErrorText(result, error);
  const preview = isFailed ? (error?.message ?? inlineResult(result)) : inlineResult(result);
  return (
    <div className={classNames(styles.toolCard, isFailed && styles.toolFailed)}>
      {head({
        children: (
          <>
            <code className={`ellipsis ${styles.inlineArgs}`}>{inlineArguments(args)}</code>
            {isFailed && <Chip tone="error">failed</Chip>}
            {isFolded && <span className={`ellipsis ${styles.preview}`}>{preview}</span>}
          </>
        ),
      })}
      {!isFolded && view === null && <i className={styles.bone} />}
      {!isFolded && view !== null && (
        <div className={styles.result}>
          {/* Short ones stand in the head, in full. */}
          {args !== null && !isShort(args) && <Arguments args={args} name={name} find={find} />}
          {error !== null && <ErrorView error={error} find={find} />}
          {result !== null && !isTold && (
            <ResultValue
              label={`Result of ${name}`}
              value={result}
              isError={isFailed}
              find={find}
            />
          )}
          {result === null && error === null && <p className="t3">No result was recorded.</p>}
        </div>
      )}
    </div>
  );
}
