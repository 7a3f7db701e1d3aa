import type { ReactNode } from 'react';

import type { ReportFinding } from '@domain/diff/report-findings';
import { formatCount } from '@domain/format';
import type { SecretKind } from '@domain/redact/secret-kind';

import { Checkbox } from '../../../ui/checkbox';
import styles from './save-html-dialog.module.css';

export interface FindingTableProps {
  readonly findings: readonly ReportFinding[];
  /** Values that stay in the report. */
  readonly kept: ReadonlySet<string>;
  readonly onKept: (kept: ReadonlySet<string>) => void;
}

const kindLabels: Readonly<Record<SecretKind, string>> = {
  privateKey: 'Private key',
  key: 'Key',
  token: 'Token',
  password: 'Password',
  email: 'Email address',
  card: 'Card number',
  address: 'IP address',
  home: 'User name',
};

/** What redaction found: ticked is taken out, the rest stays. */
export function FindingTable({ findings, kept, onKept }: FindingTableProps): ReactNode {
  const keptCount = findings.filter(({ value }) => kept.has(value)).length;
  const all = keptCount === 0 ? true : keptCount === findings.length ? false : 'mixed';
  const redact = (value: string, isRedacted: boolean): void => {
    const next = new Set(kept);
    if (isRedacted) next.delete(value);
    else next.add(value);
    onKept(next);
  };
  return (
    <div className={styles.scroller}>
      <table className={styles.table} aria-label="What redaction found">
        <thead>
          <tr>
            <th scope="col">
              <Checkbox
                checked={all}
                label="Redact all"
                onChange={(isRedacted) =>
                  onKept(new Set(isRedacted ? [] : findings.map(({ value }) => value)))
                }
              />
            </th>
            <th scope="col">Kind</th>
            <th scope="col">Value</th>
            <th scope="col">Where</th>
            <th scope="col" className="num">
              Count
            </th>
          </tr>
        </thead>
        <tbody>
          {findings.map(({ kind, value, mark, count, places }) => (
            <tr key={value}>
              <td>
                <Checkbox
                  checked={!kept.has(value)}
                  label={`Redact ${mark.slice(1, -1)}`}
                  onChange={(isRedacted) => redact(value, isRedacted)}
                />
              </td>
              <td>{kindLabels[kind]}</td>
              <td className={styles.value}>
                <span className="mono" title={value}>
                  {value}
                </span>
              </td>
              <td className={styles.place} title={places.map(placeName).join('\n')}>
                {placeWords(places)}
              </td>
              <td className="num">{formatCount(count)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function placeName(place: string): string {
  return place === '' ? 'Head of the report' : place;
}

function placeWords(places: readonly string[]): string {
  const [first = '', ...more] = places;
  return more.length === 0 ? placeName(first) : `${placeName(first)} and ${more.length} more`;
}
