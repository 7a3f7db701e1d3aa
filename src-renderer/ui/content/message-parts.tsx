import type { ReactNode } from 'react';

import type { CompactionPart, MessagePart, UnknownPart } from '@domain/messages';

import { useContentScope } from './content-scope';
import { DocumentCard } from './document-list';
import { nodeOfJson } from './json-node';
import { JsonTree } from './json-tree';
import { MediaView } from './media-view';
import styles from './message-parts.module.css';
import { Reasoning } from './reasoning';
import { TextView } from './text-view';
import { ToolCallView } from './tool-call-view';
import { ToolResultView } from './tool-result-view';

export interface MessagePartsProps {
  readonly parts: readonly MessagePart[];
  /** Whose they are, e.g. `User`: names long texts. */
  readonly label: string;
}

/** What a message is made of, in its order. */
export function MessageParts({ parts, label }: MessagePartsProps): ReactNode {
  const { find } = useContentScope();
  if (parts.length === 0) return <p className={styles.empty}>Empty message</p>;
  return parts.map((part, at) => <Part key={at} part={part} label={label} find={find} />);
}

interface PartProps {
  readonly part: MessagePart;
  readonly label: string;
  readonly find: string;
}

function Part({ part, label, find }: PartProps): ReactNode {
  switch (part.type) {
    case 'text':
      return <TextView text={part.text} label={`${label}, text`} find={find} />;
    case 'reasoning':
      return <Reasoning part={part} />;
    case 'toolCall':
      return <ToolCallView part={part} />;
    case 'toolResult':
      return <ToolResultView part={part} />;
    case 'media':
      return <MediaView part={part} />;
    case 'document':
      return <DocumentCard document={part} rank={null} find={find} />;
    case 'compaction':
      return <Compaction part={part} find={find} />;
    case 'unknown':
      return <Unknown part={part} find={find} />;
  }
}

/** What earlier messages were shortened to. */
function Compaction({
  part,
  find,
}: {
  readonly part: CompactionPart;
  readonly find: string;
}): ReactNode {
  return (
    <div className={styles.compaction}>
      <p className={styles.caption}>Earlier messages were compacted to this summary</p>
      <TextView text={part.summary} label="Summary of earlier messages" find={find} />
    </div>
  );
}

/** A part of a kind that this version does not know: all of it, as JSON. */
function Unknown({ part, find }: { readonly part: UnknownPart; readonly find: string }): ReactNode {
  return (
    <div>
      <p className={styles.caption}>
        Part of type <code className="mono selectable">{part.typeRaw || '(no type)'}</code>, as sent
      </p>
      <JsonTree node={nodeOfJson(part.value)} find={find} />
    </div>
  );
}
