import { useMemo, useState, type ReactNode } from 'react';

import { compareAttributes, type AttributePair } from '@domain/diff/compare-attributes';
import type { AnyValue } from '@domain/otlp/model';
import type { SpanDetail } from '@contract/traces';
import { formatCount } from '@domain/format';

import { Chip } from '../../../ui/chip';
import { classNames } from '../../../ui/class-names';
import { Note } from '../../../ui/content/notes';
import { ChevronDownIcon, ChevronRightIcon } from '../../../ui/icons';
import { Segmented } from '../../../ui/segmented';
import { attributeContent, attributeText } from './attribute-texts';
import type { DiffLayout, OnlySide } from './diff-layout';
import { DiffView } from './diff-view';
import { Loading } from './loading';
import styles from './attributes-tab.module.css';
import { useContentDiff } from './use-content-diff';

export interface AttributesTabProps {
  /** Null where the side has no span. */
  readonly a: SpanDetail | null;
  readonly b: SpanDetail | null;
  readonly layout: DiffLayout;
  readonly only: OnlySide;
}

type Shown = 'differing' | 'all';

/** The attributes of both spans as they were sent; those that differ at first. */
export function AttributesTab({ a, b, layout, only }: AttributesTabProps): ReactNode {
  const [chosen, setChosen] = useState<Shown>('differing');
  const pairs = useMemo(() => attributePairs(a, b), [a, b]);
  const differing = pairs.filter(({ isSame }) => !isSame);
  const shown = only !== null || chosen === 'all' ? pairs : differing;
  if (pairs.length === 0) return <Note>No attributes recorded.</Note>;
  return (
    <section className={styles.section} aria-label="Attributes">
      {only === null && (
        <div className={styles.tools}>
          <Chip>{countText(differing.length, pairs.length)}</Chip>
          <span className="grow" />
          <Segmented<Shown>
            label="Attributes shown"
            size="small"
            value={chosen}
            onChange={setChosen}
            options={[
              { value: 'differing', label: 'Differing' },
              { value: 'all', label: 'All' },
            ]}
          />
        </div>
      )}
      {shown.length === 0 ? (
        <Note>All {formatCount(pairs.length)} attributes are the same.</Note>
      ) : (
        <table className={styles.table}>
          <colgroup>
            <col className={styles.keys} />
            {only !== 'b' && <col />}
            {only !== 'a' && <col />}
          </colgroup>
          <thead className="srOnly">
            <tr>
              <th scope="col">Attribute</th>
              {only !== 'b' && <th scope="col">A</th>}
              {only !== 'a' && <th scope="col">B</th>}
            </tr>
          </thead>
          <tbody>
            {shown.map((pair, at) => (
              <Row key={`${pair.key} ${at}`} pair={pair} layout={layout} only={only} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

/** Of what one side alone has, all. */
export function attributePairs(a: SpanDetail | null, b: SpanDetail | null): AttributePair[] {
  return compareAttributes(a?.span.attributes ?? [], b?.span.attributes ?? []);
}

function countText(differing: number, all: number): string {
  return `${formatCount(differing)} of ${formatCount(all)} ${differing === 1 ? 'differs' : 'differ'}`;
}

/** Longer values can be opened: a cell shows one line. */
const MAX_CELL = 40;
/** Of a long value as much is put into its cell. */
const MAX_SHOWN = 200;

interface RowProps {
  readonly pair: AttributePair;
  readonly layout: DiffLayout;
  readonly only: OnlySide;
}

function Row({ pair, layout, only }: RowProps): ReactNode {
  const [isOpen, setIsOpen] = useState(false);
  const { key, before, after, isSame, isVolatile } = pair;
  const isLong = [before, after].some(
    (value) => value !== null && isLongText(attributeText(value)),
  );
  const Chevron = isOpen ? ChevronDownIcon : ChevronRightIcon;
  const isTold = only === null && !isSame;
  return (
    <>
      <tr className={classNames(isVolatile && styles.volatile)}>
        <th scope="row" title={key}>
          {isLong ? (
            <button
              type="button"
              className={styles.toggle}
              aria-expanded={isOpen}
              onClick={() => setIsOpen(!isOpen)}
            >
              <Chevron size={12} />
              <span className="ellipsis">{key}</span>
            </button>
          ) : (
            <span className="ellipsis">{key}</span>
          )}
          {isVolatile && <span className={styles.mark}>id or time</span>}
        </th>
        {only !== 'b' && <Cell value={before} className={isTold ? styles.a : undefined} />}
        {only !== 'a' && <Cell value={after} className={isTold ? styles.b : undefined} />}
      </tr>
      {isOpen && (
        <tr>
          <td colSpan={only === null ? 3 : 2} className={styles.opened}>
            <Opened pair={pair} layout={layout} only={only} />
          </td>
        </tr>
      )}
    </>
  );
}

function isLongText(text: string): boolean {
  return text.length > MAX_CELL || text.includes('\n');
}

interface CellProps {
  readonly value: AnyValue | null;
  readonly className: string | undefined;
}

function Cell({ value, className }: CellProps): ReactNode {
  if (value === null) return <td className={styles.none}>not there</td>;
  return (
    <td className={classNames(className, 'selectable')}>
      {attributeText(value).slice(0, MAX_SHOWN)}
    </td>
  );
}

/** The whole values, compared. */
function Opened({ pair: { key, before, after }, layout, only }: RowProps): ReactNode {
  const [a, b] = useMemo(
    () => [attributeContent(before), attributeContent(after)] as const,
    [before, after],
  );
  const { diff, problem } = useContentDiff({ before: a, after: b, scrubbing: 'content' }, true);
  if (problem !== '') return <Note>{problem}</Note>;
  if (diff === null) return <Loading rows={2} />;
  const isText = [a, b].every((side) => side === null || typeof side === 'string');
  return <DiffView blocks={diff.blocks} label={key} isJson={!isText} layout={layout} only={only} />;
}
