import { useMemo, useState, type ReactNode } from 'react';

import { formatCount } from '@domain/format';

import { classNames } from '../class-names';
import { ChevronDownIcon, ChevronRightIcon } from '../icons';
import { Highlight } from '../highlight';
import { formatNode, parseJson, type JsonNode } from './json-node';
import styles from './json-tree.module.css';

/** Children shown at first and with each further press. */
const PAGE = 100;
/** Levels that are open at first. */
const OPEN_LEVELS = 2;
const MAX_TEXT = 2000;
/** Longer text within JSON is shown as the text it is. */
const MAX_INNER_CHARS = 200_000;

export interface JsonTreeProps {
  readonly node: JsonNode;
  readonly find: string;
  /** Stands in a box of another: without an edge, and an object's members without braces. */
  readonly isInset?: boolean;
}

/** JSON as a tree that folds. What is folded is not drawn. */
export function JsonTree({ node, find, isInset = false }: JsonTreeProps): ReactNode {
  const isOpen = isInset && node.type === 'object' && node.entries.length > 0;
  return (
    <div className={classNames(styles.tree, isInset && styles.inset)}>
      {isOpen ? (
        <Children node={node} level={0} find={find} isFlush />
      ) : (
        <Node name={null} node={node} level={0} find={find} />
      )}
    </div>
  );
}

interface NodeProps {
  readonly name: string | null;
  readonly node: JsonNode;
  readonly level: number;
  readonly find: string;
}

function Node({ name, node, level, find }: NodeProps): ReactNode {
  const [isOpen, setOpen] = useState(level < OPEN_LEVELS);
  const label = name !== null && (
    <>
      <span className={styles.key}>
        {name === '' ? '""' : <Highlight text={name} find={find} />}
      </span>
      {': '}
    </>
  );
  const inner = useMemo(() => nodeWithin(node), [node]);
  const branch = inner ?? node;
  if (branch.type !== 'object' && branch.type !== 'array') {
    return (
      <div className={styles.leaf}>
        {label}
        <Leaf node={branch} find={find} />
      </div>
    );
  }
  const size = branch.type === 'object' ? branch.entries.length : branch.items.length;
  // The quotes say that it was sent as text.
  const quote = inner === null ? '' : '"';
  const open = quote + (branch.type === 'object' ? '{' : '[');
  const close = (branch.type === 'object' ? '}' : ']') + quote;
  if (size === 0) {
    return (
      <div className={styles.leaf}>
        {label}
        {open + close}
      </div>
    );
  }
  const Chevron = isOpen ? ChevronDownIcon : ChevronRightIcon;
  return (
    <div>
      <button
        type="button"
        className={styles.fold}
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <Chevron size={12} />
        <span>
          {label}
          {isOpen ? open : `${open} ${preview(branch)} ${close}`}
          <span className={styles.count}>{formatCount(size)}</span>
        </span>
      </button>
      {isOpen && <Children node={branch} level={level} find={find} />}
      {isOpen && <div className={styles.close}>{close}</div>}
    </div>
  );
}

type Branch = Extract<JsonNode, { type: 'object' | 'array' }>;

function Children({
  node,
  level,
  find,
  isFlush = false,
}: {
  readonly node: Branch;
  readonly level: number;
  readonly find: string;
  readonly isFlush?: boolean;
}): ReactNode {
  const [shown, setShown] = useState(PAGE);
  const size = node.type === 'object' ? node.entries.length : node.items.length;
  const children =
    node.type === 'object'
      ? node.entries.slice(0, shown)
      : node.items.slice(0, shown).map((value) => ({ key: null, value }));
  return (
    <div className={isFlush ? undefined : styles.children}>
      {children.map(({ key, value }, at) => (
        <Node key={at} name={key} node={value} level={level + 1} find={find} />
      ))}
      {shown < size && (
        <button type="button" className={styles.more} onClick={() => setShown(shown + PAGE)}>
          Show {formatCount(Math.min(PAGE, size - shown))} more of {formatCount(size - shown)}
        </button>
      )}
    </div>
  );
}

function Leaf({
  node,
  find,
}: {
  readonly node: Exclude<JsonNode, Branch>;
  readonly find: string;
}): ReactNode {
  const [isWhole, setWhole] = useState(false);
  const isCut = node.text.length > MAX_TEXT && !isWhole;
  const text = isCut ? node.text.slice(0, MAX_TEXT) : node.text;
  return (
    <span className={classNames(styles.value, styles[node.type])}>
      {node.type === 'string' && '"'}
      <Highlight text={text} find={find} />
      {node.type === 'string' && !isCut && '"'}
      {isCut && (
        <button type="button" className={styles.more} onClick={() => setWhole(true)}>
          … {formatCount(node.text.length - MAX_TEXT)} more characters
        </button>
      )}
    </span>
  );
}

/** The tree of a string that holds JSON itself, as tool calls and results do; null for others. */
function nodeWithin(node: JsonNode): Branch | null {
  if (node.type !== 'string' || node.text.length > MAX_INNER_CHARS) return null;
  const inner = parseJson(node.text);
  return inner?.type === 'object' || inner?.type === 'array' ? inner : null;
}

/** A few words of what is folded. */
function preview(node: Branch): string {
  if (node.type === 'array') {
    const first = node.items[0];
    return first === undefined || first.type === 'object' || first.type === 'array'
      ? '…'
      : `${formatNode(first, 0).slice(0, 40)}${node.items.length > 1 ? ', …' : ''}`;
  }
  const names = node.entries.slice(0, 3).map(({ key }) => key.slice(0, 30));
  return names.join(', ') + (node.entries.length > names.length ? ', …' : '');
}
