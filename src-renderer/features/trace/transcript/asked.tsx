import type { ReactNode } from 'react';

import type { Message } from '@domain/messages';

import { MessageParts } from '../../../ui/content/message-parts';
import { UserIcon } from '../../../ui/icons';
import styles from './transcript.module.css';

/** What a person, or whoever called the agent, said; results of tools that have no span of their own. */
export function Asked({ message }: { readonly message: Message }): ReactNode {
  const isUser = message.role === 'user';
  return (
    <div
      className={isUser ? styles.user : styles.otherCard}
      aria-label={isUser ? 'User' : 'Tool result'}
      role="group"
    >
      {isUser && <UserIcon size={14} />}
      <div className="grow">
        {message.name !== null && <b>{message.name}</b>}
        <MessageParts parts={message.parts} label={isUser ? 'User' : 'Tool'} />
      </div>
    </div>
  );
}
