import { memo, useCallback, useMemo, type ReactNode } from 'react';

import type { Message } from '@domain/messages';

import { Chip } from '../chip';
import { CopyButton } from '../copy-button';
import { Highlight } from '../highlight';
import { callFailed, useContentScope } from './content-scope';
import { FoldCard } from './fold-card';
import styles from './message-card.module.css';
import { MessageParts } from './message-parts';
import { headingOf, messagePreview, messageText } from './message-text';
import { tokenEstimateOf, tokenEstimateText, tokenEstimateTitle } from './token-estimate';
import { useToolName } from './tool-result-view';

export interface MessageCardProps {
  readonly message: Message;
  /** Stands beside the role, e.g. `output`. */
  readonly note?: string;
  /** The model gave several answers: each tells which it is. */
  readonly isChoice?: boolean;
  readonly isOpenAtFirst?: boolean;
}

/** One message: who said it, how long it is, and all of its parts. */
export const MessageCard = memo(function MessageCard({
  message,
  note = '',
  isChoice = false,
  isOpenAtFirst = true,
}: MessageCardProps): ReactNode {
  const scope = useContentScope();
  const { find } = scope;
  const heading = headingOf(message);
  const isFailed =
    heading.isError ||
    message.parts.some((part) => part.type === 'toolResult' && callFailed(scope, part.id));
  const estimate = useMemo(() => tokenEstimateOf([message]), [message]);
  const getText = useCallback(() => messageText(message), [message]);
  const wanted = find.trim().toLowerCase();
  const isFound = useMemo(
    () => wanted !== '' && messageText(message).toLowerCase().includes(wanted),
    [message, wanted],
  );
  return (
    <FoldCard
      title={heading.label}
      edge={heading.role === 'developer' ? 'system' : heading.role}
      detail={<Detail {...{ message, note, isChoice, find }} isError={isFailed} />}
      preview={messagePreview(message)}
      meta={<span title={tokenEstimateTitle(estimate)}>{tokenEstimateText(estimate)}</span>}
      actions={<CopyButton text={getText} label={`Copy message, ${heading.label}`} tabIndex={-1} />}
      isOpenAtFirst={isOpenAtFirst}
      isHeldOpen={isFound}
      getText={getText}
    >
      <MessageParts parts={message.parts} label={heading.label} />
    </FoldCard>
  );
});

interface DetailProps {
  readonly message: Message;
  readonly note: string;
  readonly isChoice: boolean;
  readonly isError: boolean;
  readonly find: string;
}

function Detail({ message, note, isChoice, isError, find }: DetailProps): ReactNode {
  const { role, roleRaw, name, parts, choiceIndex, finishReason } = message;
  const [first] = parts;
  const noCall = { name: null, id: null };
  const tool = useToolName(first?.type === 'toolResult' ? first : noCall);
  return (
    <>
      {name !== null && (
        <span className={styles.name}>
          <Highlight text={name} find={find} />
        </span>
      )}
      {tool !== null && tool !== name && (
        <span className={styles.name}>
          <Highlight text={tool} find={find} />
        </span>
      )}
      {roleRaw.toLowerCase() !== role && roleRaw !== '' && (
        <span className="t3" title="Role as it was sent">
          {roleRaw}
        </span>
      )}
      {note !== '' && <Chip>{note}</Chip>}
      {isChoice && choiceIndex !== null && <Chip>choice {choiceIndex + 1}</Chip>}
      {isError && <Chip tone="error">error</Chip>}
      {finishReason !== null && unusualEnds.has(finishReason) && (
        <Chip tone="warn">{finishReason}</Chip>
      )}
    </>
  );
}

/** Reasons to stop that a reader should not miss. */
const unusualEnds: ReadonlySet<string> = new Set(['length', 'content_filter', 'error']);
