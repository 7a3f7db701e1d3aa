import type { ReactNode } from 'react';

import type { Message, ToolResultPart } from '@domain/messages';

import { useContentScope } from '../../../ui/content/content-scope';
import { MessageParts } from '../../../ui/content/message-parts';
import { TextView } from '../../../ui/content/text-view';
import { useToolName } from '../../../ui/content/tool-result-view';
import { UserIcon } from '../../../ui/icons';
import { KindIcon } from '../../../ui/kind-icon';
import styles from './transcript.module.css';

/** What a person, or whoever called the agent, said; results of tools that have no span of their own. */
export function Asked({ message }: { readonly message: Message }): ReactNode {
  if (message.role !== 'user') return <Results message={message} />;
  return (
    <div className={styles.user} aria-label="User" role="group">
      <UserIcon size={14} />
      <div className="grow">
        {message.name !== null && <b>{message.name}</b>}
        <MessageParts parts={message.parts} label="User" />
      </div>
    </div>
  );
}

/** The same where it was recorded as a text of its own. */
export function AskedPlainly({ text }: { readonly text: string }): ReactNode {
  const { find } = useContentScope();
  return (
    <div className={styles.user} aria-label="User" role="group">
      <UserIcon size={14} />
      <div className="grow">
        <TextView text={text} label="User" find={find} />
      </div>
    </div>
  );
}

function Results({ message }: { readonly message: Message }): ReactNode {
  return (
    <div className={styles.results} aria-label="Tool result" role="group">
      {message.parts.map((part, at) => (
        <div key={at}>
          {part.type === 'toolResult' && <ResultName part={part} />}
          <MessageParts parts={[part]} label="Tool" />
        </div>
      ))}
    </div>
  );
}

function ResultName({ part }: { readonly part: ToolResultPart }): ReactNode {
  const name = useToolName(part);
  return (
    <p className={styles.resultName}>
      <KindIcon kind="tool" size={12} decorative />
      {name === null ? 'Result of a tool' : `Result of ${name}`}
    </p>
  );
}
