import { useMemo, useState, type ReactNode } from 'react';

import { formatCount } from '@domain/format';
import type { Message } from '@domain/messages';

import { FoldCard } from '../../../../ui/content/fold-card';
import { useContentScope } from '../../../../ui/content/content-scope';
import { MessageCard } from '../../../../ui/content/message-card';
import { messageText, roleWord } from '../../../../ui/content/message-text';
import { tokenEstimateOf, tokenEstimateText } from '../../../../ui/content/token-estimate';
import styles from './content.module.css';

/** Messages drawn at first and with each further press. */
const PAGE = 50;
/** Of a long run of new messages, the last ones stand open. */
const OPEN_MESSAGES = 20;
/** Roles named of folded messages. */
const MAX_ROLES = 12;

export interface MessageListProps {
  readonly messages: readonly Message[];
  readonly note?: string;
  readonly isOpenAtFirst?: boolean;
}

/** Messages in their order, a page at a time. */
export function MessageList({ messages, note = '', isOpenAtFirst = true }: MessageListProps) {
  const [shown, setShown] = useState(PAGE);
  const isChoice = messages.filter(({ choiceIndex }) => choiceIndex !== null).length > 1;
  return (
    <>
      {messages.slice(0, shown).map((message, at) => (
        <MessageCard key={at} {...{ message, note, isChoice, isOpenAtFirst }} />
      ))}
      {messages.length > shown && (
        <button type="button" className={styles.more} onClick={() => setShown(shown + PAGE)}>
          Show {formatCount(Math.min(PAGE, messages.length - shown))} more of{' '}
          {formatCount(messages.length - shown)}
        </button>
      )}
    </>
  );
}

/** New messages: the last ones open, many before them folded to one line. */
export function FreshMessages({ messages }: { readonly messages: readonly Message[] }): ReactNode {
  const foldedCount = messages.length > OPEN_MESSAGES ? messages.length - OPEN_MESSAGES : 0;
  return (
    <>
      {foldedCount > 0 && (
        <FoldedMessages
          title={`${formatCount(foldedCount)} messages`}
          messages={messages.slice(0, foldedCount)}
        />
      )}
      <MessageList messages={messages.slice(foldedCount)} />
    </>
  );
}

export interface FoldedMessagesProps {
  readonly title: string;
  readonly messages: readonly Message[];
  /** Beyond those given, before them. */
  readonly omittedCount?: number;
  readonly children?: ReactNode;
}

/** Messages folded to one line: how many, whose, how long. */
export function FoldedMessages({
  title,
  messages,
  omittedCount = 0,
  children,
}: FoldedMessagesProps): ReactNode {
  const { find } = useContentScope();
  const estimate = useMemo(() => tokenEstimateOf(messages), [messages]);
  const wanted = find.trim().toLowerCase();
  const isFound = useMemo(
    () =>
      wanted !== '' &&
      messages.some((message) => messageText(message).toLowerCase().includes(wanted)),
    [messages, wanted],
  );
  const roles = messages.slice(0, MAX_ROLES).map(roleWord).join(', ');
  return (
    <FoldCard
      title={title}
      edge="user"
      preview={messages.length > MAX_ROLES ? `${roles}, …` : roles}
      meta={messages.length === 0 ? undefined : tokenEstimateText(estimate)}
      isHeldOpen={isFound}
    >
      {children}
      {omittedCount > 0 && (
        <p className="t3">
          {formatCount(omittedCount)} {omittedCount === 1 ? 'message' : 'messages'} before these are
          not read here.
        </p>
      )}
      <MessageList messages={messages} isOpenAtFirst={false} />
    </FoldCard>
  );
}
