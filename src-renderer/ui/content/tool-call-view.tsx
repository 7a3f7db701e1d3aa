import { useMemo, useState, type ReactNode } from 'react';

import type { JsonValue, ToolCallPart, ToolDefinition } from '@domain/messages';

import { classNames } from '../class-names';
import { Chip } from '../chip';
import { CopyButton } from '../copy-button';
import { KindIcon } from '../kind-icon';
import { Highlight } from '../highlight';
import { callFailed, useContentScope } from './content-scope';
import { nodeOfJson } from './json-node';
import { JsonTree } from './json-tree';
import { jsonText, oneLine, partText } from './message-text';
import { TextView } from './text-view';
import styles from './tool-call-view.module.css';

/** A call that a model asked for: its arguments, how it ended, and the way to the span that ran it. */
export function ToolCallView({ part }: { readonly part: ToolCallPart }): ReactNode {
  const scope = useContentScope();
  const { find, definitions, results, toolSpans, goToSpan } = scope;
  const isFailed = callFailed(scope, part.id);
  const result = part.id === null ? undefined : results.get(part.id);
  const span = part.id === null ? undefined : toolSpans.get(part.id);
  const definition = definitions.get(part.name);
  return (
    <div
      role="group"
      aria-label={`Call of ${part.name}`}
      className={classNames(styles.call, isFailed && styles.error)}
    >
      <header className={styles.head}>
        <KindIcon kind="tool" decorative />
        <b className={styles.name}>
          <Highlight text={part.name === '' ? '(no name)' : part.name} find={find} />
        </b>
        {part.id !== null && (
          <span className={styles.id} title={part.id}>
            {part.id}
          </span>
        )}
        {part.isServerSide && <Chip>run by the provider</Chip>}
        {isFailed && <Chip tone="error">error</Chip>}
        <span className={styles.end}>
          {span !== undefined && goToSpan !== null && (
            <button type="button" className={styles.link} onClick={() => goToSpan(span)}>
              Go to span
            </button>
          )}
          <CopyButton
            text={() => jsonText(part.args)}
            label={`Copy arguments of ${part.name}`}
            tabIndex={-1}
          />
        </span>
      </header>
      <Arguments args={part.args} name={part.name} find={find} />
      {result !== undefined && (
        <p className={styles.result}>
          <span className={styles.resultLabel}>Result</span>
          <span className="ellipsis">{oneLine(partText(result))}</span>
        </p>
      )}
      {definition !== undefined && <Definition definition={definition} find={find} />}
    </div>
  );
}

export interface ArgumentsProps {
  readonly args: JsonValue;
  /** Of the tool. */
  readonly name: string;
  readonly find: string;
}

/** Arguments of a call: a tree, or the text that could not be read as JSON. */
export function Arguments({ args, name, find }: ArgumentsProps): ReactNode {
  const isTree = args !== null && typeof args === 'object';
  const node = useMemo(() => (isTree ? nodeOfJson(args) : null), [isTree, args]);
  if (node !== null) {
    const isEmpty = node.type === 'object' && node.entries.length === 0;
    return isEmpty ? (
      <p className={styles.none}>No arguments</p>
    ) : (
      <div className={styles.text}>
        <JsonTree node={node} find={find} isInset />
      </div>
    );
  }
  if (args === null || args === '') return <p className={styles.none}>No arguments</p>;
  return (
    <div className={styles.text}>
      <TextView text={jsonText(args)} label={`Arguments of ${name}`} find={find} isCode />
    </div>
  );
}

/** What the model was told about a tool, on request. */
function Definition({
  definition,
  find,
}: {
  readonly definition: ToolDefinition;
  readonly find: string;
}): ReactNode {
  const [isOpen, setOpen] = useState(false);
  return (
    <div className={styles.definition}>
      <button
        type="button"
        aria-expanded={isOpen}
        className={styles.link}
        onClick={() => setOpen(!isOpen)}
      >
        {isOpen ? 'Hide definition' : 'Definition'}
      </button>
      {isOpen && <ToolDefinitionView definition={definition} find={find} />}
    </div>
  );
}

export interface ToolDefinitionViewProps {
  readonly definition: ToolDefinition;
  readonly find: string;
}

/** Description and JSON Schema of a tool. */
export function ToolDefinitionView({ definition, find }: ToolDefinitionViewProps): ReactNode {
  const { description, parameters, name } = definition;
  const node = useMemo(() => nodeOfJson(parameters), [parameters]);
  return (
    <div className={styles.schema}>
      {description !== null && description !== '' && (
        <TextView text={description} label={`Description of ${name}`} find={find} />
      )}
      {parameters === null ? (
        <p className={styles.none}>No parameters recorded</p>
      ) : (
        <JsonTree node={node} find={find} />
      )}
    </div>
  );
}
