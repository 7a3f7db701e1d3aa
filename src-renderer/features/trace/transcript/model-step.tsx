import type { ReactNode } from 'react';

import type { SpanView } from '@contract/facets';
import { formatCount } from '@domain/format';
import type { Message } from '@domain/messages';

import { Chip } from '../../../ui/chip';
import { classNames } from '../../../ui/class-names';
import { ErrorView } from '../../../ui/content/error-view';
import { FoldCard } from '../../../ui/content/fold-card';
import { messageText } from '../../../ui/content/message-text';
import { MessageCard } from '../../../ui/content/message-card';
import { MessageParts } from '../../../ui/content/message-parts';
import { NotRecorded, PayloadView } from '../../../ui/content/payload-view';
import type { StepBodyProps } from './step-body';
import { Asked } from './asked';
import { inlineMessages, messageKey } from './step-text';
import { isToldByTool, untold } from './told-by-tools';
import styles from './transcript.module.css';

/** A model call: what was new to the model, what it thought, said and chose to do. */
export function ModelStep(props: StepBodyProps): ReactNode {
  const { step, view, find, askedAround, isFolded, head } = props;
  if (view === null) {
    return (
      <div className={styles.say}>
        {head({})}
        <i className={styles.bone} />
      </div>
    );
  }
  const { facets } = view;
  const input = facets.model?.input ?? [];
  const output = facets.model?.output ?? [];
  const { earlier, news } = splitHistory(input);
  const asked = news.filter((message) => isNews(message, view));
  const prompts = [...(facets.model?.system ?? []), ...input.filter(isPrompt)];
  const chosen = output.flatMap(({ parts }) => parts.filter((part) => part.type === 'toolCall'));
  const hasText = inlineMessages(output) !== '';
  const isAnswer = step.isAnswer && chosen.length === 0 && hasText;
  const said = output.map((message) => untold(message, view)).filter((parts) => parts.length > 0);
  const rest = output.length === 0 ? facets.output : [];
  const isNothing =
    facets.model === null ||
    (input.length === 0 && output.length === 0 && view.omittedMessages === 0);
  return (
    <>
      {!isFolded && view.omittedMessages === 0 && prompts.length > 0 && (
        <Prompt messages={prompts} />
      )}
      {!isFolded && earlier.length > 0 && <Earlier messages={earlier} />}
      {asked.map((message, at) =>
        askedAround.has(messageKey(message)) ? null : <Asked key={at} message={message} />,
      )}
      <div className={classNames(styles.say, isAnswer && styles.answer)}>
        {head({
          children: (
            <>
              {isAnswer && <Chip>answer</Chip>}
              {isFolded ? (
                <span className={`ellipsis ${styles.preview}`}>
                  {inlineMessages(output) || chose(chosen.map(({ name }) => name))}
                </span>
              ) : (
                chosen.length > 0 && (
                  <span className={styles.counts}>{chose(chosen.map(({ name }) => name))}</span>
                )
              )}
            </>
          ),
        })}
        {!isFolded &&
          (said.length > 0 || facets.error !== null || isNothing || rest.length > 0) && (
            <div className={styles.said}>
              {said.map((parts, at) => (
                <MessageParts key={at} parts={parts} label="Assistant" />
              ))}
              {rest.map((payload, at) => (
                <PayloadView key={at} label="Output" payload={payload} />
              ))}
              {facets.error !== null && <ErrorView error={facets.error} find={find} />}
              {isNothing && rest.length === 0 && facets.error === null && (
                <NotRecorded
                  what="What was said was"
                  conventions={facets.conventions.map(({ id }) => id)}
                />
              )}
            </div>
          )}
      </div>
    </>
  );
}

/** The system prompt, one line until it is asked for. */
function Prompt({ messages }: { readonly messages: readonly Message[] }): ReactNode {
  return messages.map((message, at) => (
    <div key={at} className={styles.prompt}>
      <FoldCard
        title="System"
        edge="system"
        preview={messageText(message).slice(0, 300)}
        getText={() => messageText(message)}
      >
        <MessageParts parts={message.parts} label="System" />
      </FoldCard>
    </div>
  ));
}

/** What was said before this run, or before this call where that cannot be told: one line. */
function Earlier({ messages }: { readonly messages: readonly Message[] }): ReactNode {
  const count = messages.length;
  return (
    <div className={styles.prompt}>
      <FoldCard
        title={count === 1 ? '1 earlier message' : `${formatCount(count)} earlier messages`}
        preview={messages.map(({ role }) => role).join(', ')}
        getText={() => messages.map(messageText).join('\n\n')}
      >
        {messages.map((message, at) => (
          <MessageCard key={at} message={message} isOpenAtFirst={false} />
        ))}
      </FoldCard>
    </div>
  );
}

/** Messages up to the last one of the model are history: it answers what comes after. */
function splitHistory(input: readonly Message[]): {
  readonly earlier: readonly Message[];
  readonly news: readonly Message[];
} {
  const from = input.findLastIndex(({ role }) => role === 'assistant') + 1;
  return {
    earlier: input.slice(0, from).filter((message) => !isPrompt(message)),
    news: input.slice(from),
  };
}

function isPrompt({ role }: Message): boolean {
  return role === 'system' || role === 'developer';
}

/** Whether a message is to be told here: prompts stand apart, results stand at their tools. */
function isNews(message: Message, view: SpanView): boolean {
  if (isPrompt(message) || message.role === 'assistant') return false;
  return message.parts.some((part) => !isToldByTool(part, view));
}

function chose(names: readonly string[]): string {
  if (names.length === 0) return '';
  return names.length === 1 ? `chose ${names[0] ?? ''}` : `chose ${names.length} tools`;
}
