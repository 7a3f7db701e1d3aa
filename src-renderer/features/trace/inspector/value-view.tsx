import { useMemo, useState, type ReactNode } from 'react';

import { formatBytes } from '@domain/format';
import type { AnyValue } from '@domain/otlp/model';

import { shell } from '../../../lib/shell';
import { classNames } from '../../../ui/class-names';
import { Segmented } from '../../../ui/segmented';
import { Highlight } from '../../../ui/highlight';
import {
  looksLikeJson,
  nodeOfValue,
  parseJson,
  type JsonNode,
} from '../../../ui/content/json-node';
import { JsonTree } from '../../../ui/content/json-tree';
import { LongText } from '../../../ui/content/long-text';
import { valueText, webLink } from './value-text';
import styles from './value-view.module.css';

/** Shown of a folded value. */
const PREVIEW_CHARS = 240;
/** Shown of an unfolded one before all of it is asked for. */
const OPEN_CHARS = 20_000;
/** A longer text is not tried as JSON by itself. */
const JSON_CHARS = 4_000_000;

const encoder = new TextEncoder();

/** Whether a value is shown in part only until it is unfolded. */
export function isFoldable(value: AnyValue, line: string): boolean {
  if (value.type === 'array') return value.values.length > 0;
  if (value.type === 'kvlist') return value.entries.length > 0;
  return line.length > PREVIEW_CHARS || line.includes('\n') || looksLikeJson(line);
}

export interface ValuePreviewProps {
  readonly value: AnyValue;
  readonly line: string;
  readonly find: string;
}

/** The beginning of a value, in its colour. Always text, never markup (reference S12). */
export function ValuePreview({ value, line, find }: ValuePreviewProps): ReactNode {
  const short = line.length > PREVIEW_CHARS ? `${line.slice(0, PREVIEW_CHARS)}…` : line;
  const link = webLink(value);
  if (value.type === 'string' && value.value === '') {
    return <span className={styles.nothing}>(empty)</span>;
  }
  if (value.type === 'empty') return <span className={styles.nothing}>(no value)</span>;
  return (
    <>
      <span className={classNames(styles.preview, styles[value.type])}>
        <Highlight text={short} find={find} />
      </span>
      {link !== null && (
        <button
          type="button"
          className={styles.link}
          tabIndex={-1}
          onClick={() => void shell().invoke('link.open', { url: link })}
        >
          Open link
        </button>
      )}
    </>
  );
}

export interface ValueViewProps {
  readonly name: string;
  readonly value: AnyValue;
  readonly find: string;
}

/** A whole value: structure and JSON as a tree, or as the text it is. */
export function ValueView({ name, value, find }: ValueViewProps): ReactNode {
  const node = useMemo(() => treeOf(value), [value]);
  const [form, setForm] = useState<'tree' | 'text'>('tree');
  const canChoose = node !== null && value.type === 'string';
  return (
    <div className={styles.view}>
      {canChoose && (
        <Segmented
          label={`Show ${name} as`}
          size="small"
          value={form}
          onChange={setForm}
          options={[
            { value: 'tree', label: 'JSON' },
            { value: 'text', label: 'Text' },
          ]}
        />
      )}
      {node !== null && form === 'tree' ? (
        <JsonTree node={node} find={find} />
      ) : (
        <WholeText name={name} text={valueText(value)} find={find} />
      )}
    </div>
  );
}

function treeOf(value: AnyValue): JsonNode | null {
  if (value.type === 'array' || value.type === 'kvlist') return nodeOfValue(value);
  if (value.type !== 'string' || value.value.length > JSON_CHARS) return null;
  return parseJson(value.value);
}

function WholeText({
  name,
  text,
  find,
}: {
  readonly name: string;
  readonly text: string;
  readonly find: string;
}): ReactNode {
  const [isWhole, setWhole] = useState(false);
  const isCut = text.length > OPEN_CHARS && !isWhole;
  return (
    <>
      <LongText text={isCut ? text.slice(0, OPEN_CHARS) : text} find={find} label={name} />
      {isCut && (
        <button type="button" className={styles.more} onClick={() => setWhole(true)}>
          Show all, {formatBytes(encoder.encode(text).length)}
        </button>
      )}
    </>
  );
}
