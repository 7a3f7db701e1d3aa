import type { ReactNode } from 'react';

import { formatCount } from '@domain/format';

import { ErrorView } from '../../../ui/content/error-view';
import type { StepBodyProps } from './step-body';
import { Asked, AskedPlainly } from './asked';
import { askedPlainly, inlineMessages, inlineResult, messageKey } from './step-text';
import styles from './transcript.module.css';

/** An agent: what it did in numbers, or what it came to where it is folded. */
export function AgentStep(props: StepBodyProps): ReactNode {
  const { step, view, find, askedAround, isFolded, head } = props;
  const asked = (view?.facets.model?.input ?? []).filter(
    (message) => message.role === 'user' && !askedAround.has(messageKey(message)),
  );
  const plain = (view === null ? [] : askedPlainly(view)).filter((text) => !askedAround.has(text));
  const output = view === null ? '' : outputOf(view.facets);
  const error = view?.facets.error ?? null;
  return (
    <>
      {asked.map((message, at) => (
        <Asked key={at} message={message} />
      ))}
      {plain.map((text) => (
        <AskedPlainly key={text} text={text} />
      ))}
      <div className={styles.agentHead}>
        {head({
          children:
            isFolded && output !== '' ? (
              <span className={`ellipsis ${styles.preview}`}>{output}</span>
            ) : (
              <span className={styles.counts}>{countsOf(step.modelCalls, step.toolCalls)}</span>
            ),
        })}
        {/* Where a step within failed too, that one tells. */}
        {error !== null && step.isError && step.descendants === 0 && (
          <ErrorView error={error} find={find} />
        )}
      </div>
    </>
  );
}

function countsOf(modelCalls: number, toolCalls: number): string {
  const of = (count: number, what: string): string[] =>
    count === 0 ? [] : [`${formatCount(count)} ${what}${count === 1 ? '' : 's'}`];
  return [...of(modelCalls, 'LLM call'), ...of(toolCalls, 'tool call')].join(', ');
}

function outputOf({ model, output }: NonNullable<StepBodyProps['view']>['facets']): string {
  const said = inlineMessages(model?.output ?? []);
  if (said !== '') return said;
  const [payload] = output;
  return payload === undefined ? '' : inlineResult(payload.value);
}
