import type { ReactNode } from 'react';

import type { SpanView } from '@contract/facets';
import type { Message, MessagePart } from '@domain/messages';

import { Chip } from '../../../ui/chip';
import { classNames } from '../../../ui/class-names';
import { ErrorView } from '../../../ui/content/error-view';
import { FoldCard } from '../../../ui/content/fold-card';
import { messageText } from '../../../ui/content/message-text';
import { MessageParts } from '../../../ui/content/message-parts';
import { NotRecorded, PayloadView } from '../../../ui/content/payload-view';
import type { StepBodyProps } from './step-body';
import { Asked } from './asked';
import { inlineMessages, messageKey } from './step-text';
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
  const asked = input.filter((message) => isNews(message, view));
  const prompts = [...(facets.model?.system ?? []), ...input.filter(isPrompt)];
  const chosen = output.flatMap(({ parts }) => parts.filter((part) => part.type === 'toolCall'));
  const hasText = inlineMessages(output) !== '';
  const isAnswer = step.isAnswer && chosen.length === 0 && hasText;
  const isNothing =
    facets.model === null ||
    (input.length === 0 && output.length === 0 && view.omittedMessages === 0);
  return (
    <>
      {!isFolded && view.omittedMessages === 0 && prompts.length > 0 && (
        <Prompt messages={prompts} />
      )}
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
        {!isFolded && (
          <div className={styles.said}>
            {output.map((message, at) => {
              const parts = untold(message, view);
              return parts.length === 0 ? null : (
                <MessageParts key={at} parts={parts} label="Assistant" />
              );
            })}
            {output.length === 0 &&
              facets.output.map((payload, at) => (
                <PayloadView key={at} label="Output" payload={payload} />
              ))}
            {facets.error !== null && <ErrorView error={facets.error} find={find} />}
            {isNothing && facets.output.length === 0 && facets.error === null && (
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

function isPrompt({ role }: Message): boolean {
  return role === 'system' || role === 'developer';
}

/** Whether a message is to be told here: prompts stand apart, results stand at their tools. */
function isNews(message: Message, view: SpanView): boolean {
  if (isPrompt(message) || message.role === 'assistant') return false;
  return message.parts.some((part) => !isToldByTool(part, view));
}

/** The parts that no other step tells. Calls without an id go by their position in the answer. */
function untold({ parts }: Message, view: SpanView): readonly MessagePart[] {
  let position = 0;
  return parts.filter((part) => {
    if (part.type !== 'toolCall') return !isToldByTool(part, view);
    const id = part.id ?? `#${position}`;
    position += 1;
    return !view.fold.toolSpans.some(([callId]) => callId === id);
  });
}

/** Calls and results whose tool has a span of its own are told by that step. */
function isToldByTool(part: MessagePart, { fold, earlierToolSpans }: SpanView): boolean {
  if (part.type !== 'toolCall' && part.type !== 'toolResult') return false;
  const isOf = ([callId]: readonly [callId: string, key: number]): boolean => callId === part.id;
  return part.id !== null && (fold.toolSpans.some(isOf) || earlierToolSpans.some(isOf));
}

function chose(names: readonly string[]): string {
  if (names.length === 0) return '';
  return names.length === 1 ? `chose ${names[0] ?? ''}` : `chose ${names.length} tools`;
}
