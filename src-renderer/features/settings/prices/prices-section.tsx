import { useMemo, useState, type ReactNode } from 'react';

import type { Settings } from '@contract/settings';
import { formatCount } from '@domain/format';
import type { PriceEntry } from '@domain/pricing';

import { useEngineQuery } from '../../../lib/engine-queries';
import { saveSettings } from '../../../stores/settings';
import { Button } from '../../../ui/button';
import { IconButton } from '../../../ui/icon-button';
import { PlusIcon, TrashIcon } from '../../../ui/icons';
import { SearchField } from '../../../ui/text-field';
import { Section } from '../section';
import { PriceDialog } from './price-dialog';
import {
  draftOf,
  emptyDraft,
  inListOrder,
  matchesPrice,
  withPrice,
  type PriceDraft,
  type UserPrice,
} from './price-form';
import styles from './prices.module.css';

/** Rows shown at once; the rest is found by typing. */
const SHOWN_ROWS = 60;

interface Editing {
  readonly draft: PriceDraft;
  /** Place among the user's rows; null for a new one. */
  readonly index: number | null;
}

/** What model calls cost: the user's own rows first, then the bundled table. */
export function PricesSection({ settings }: { readonly settings: Settings }): ReactNode {
  const { data: bundled, error } = useEngineQuery('prices.bundled', {});
  const [text, setText] = useState('');
  const [editing, setEditing] = useState<Editing | null>(null);
  const { prices } = settings;

  const save = (entry: UserPrice): void => {
    void saveSettings({ prices: withPrice(prices, entry, editing?.index ?? null) });
    setEditing(null);
  };
  const remove = (index: number): void =>
    void saveSettings({ prices: prices.filter((_, at) => at !== index) });

  const own = prices
    .map((entry, index) => ({ entry, index }))
    .filter(({ entry }) => matchesPrice(entry, text));
  const listed = useMemo(() => inListOrder(bundled?.entries ?? []), [bundled]);
  const found = listed.filter((entry) => matchesPrice(entry, text));
  const shownOwn = own.slice(0, SHOWN_ROWS);
  const shown = found.slice(0, SHOWN_ROWS - shownOwn.length);
  const statusText = (): string => {
    if (error !== null) return `The bundled table could not be read: ${error.message}`;
    if (bundled === undefined) return 'The bundled table is being read…';
    if (own.length === 0 && found.length === 0) return `No row matches “${text}”.`;
    const count = own.length + found.length;
    return count > SHOWN_ROWS
      ? `${formatCount(SHOWN_ROWS)} of ${formatCount(count)} rows are shown; type to find the others.`
      : `${formatCount(own.length)} of your own, ${formatCount(found.length)} bundled.`;
  };
  return (
    <Section
      id="prices"
      title="Prices"
      note={bundled === undefined ? undefined : `bundled table of ${bundled.date}`}
    >
      <p className={styles.intro}>
        A cost that the sender reports wins. Else it is computed from this table, in US dollars a
        million tokens; the first row that matches decides, yours first. A model without a row has
        an unknown cost, never $0.
      </p>
      <div className={styles.bar}>
        <SearchField
          label="Find price"
          placeholder="Find model or provider"
          value={text}
          onChange={setText}
          fieldClassName={styles.find ?? ''}
        />
        <Button
          size="small"
          icon={PlusIcon}
          onClick={() => setEditing({ draft: emptyDraft, index: null })}
        >
          Add price
        </Button>
      </div>
      <div className={styles.scroller}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th>Model</th>
              <th>Provider</th>
              <th className="num">Input</th>
              <th className="num">Output</th>
              <th className="num">Cache read</th>
              <th className="num">Cache write</th>
              <th>
                <span className="srOnly">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {shownOwn.map(({ entry, index }) => (
              <PriceRow key={`own ${index}`} entry={entry} isOwn>
                <Button
                  size="small"
                  variant="ghost"
                  onClick={() => setEditing({ draft: draftOf(entry), index })}
                >
                  Edit
                </Button>
                <IconButton
                  size="small"
                  icon={TrashIcon}
                  label={`Remove price of ${entry.model}`}
                  onClick={() => remove(index)}
                />
              </PriceRow>
            ))}
            {shown.map((entry, at) => (
              <PriceRow key={`bundled ${at} ${entry.model}`} entry={entry} isOwn={false}>
                <Button
                  size="small"
                  variant="ghost"
                  onClick={() => setEditing({ draft: draftOf(entry), index: null })}
                >
                  Change
                </Button>
              </PriceRow>
            ))}
          </tbody>
        </table>
      </div>
      <p role="status" className={styles.foot}>
        {statusText()}
      </p>
      {editing !== null && (
        <PriceDialog
          title={editing.index === null ? 'Add price' : 'Edit price'}
          initial={editing.draft}
          onSave={save}
          onClose={() => setEditing(null)}
        />
      )}
    </Section>
  );
}

interface PriceRowProps {
  readonly entry: UserPrice | PriceEntry;
  readonly isOwn: boolean;
  readonly children: ReactNode;
}

function PriceRow({ entry, isOwn, children }: PriceRowProps): ReactNode {
  const figure = (usd: number | null): string =>
    entry.isLocal === true ? 'free' : usd === null ? '—' : String(usd);
  return (
    <tr className={isOwn ? styles.own : undefined} title={`${entry.source}, ${entry.date}`}>
      <td className="mono">{entry.model}</td>
      <td>{entry.provider ?? 'any'}</td>
      <td className="num">{figure(entry.inputUsd)}</td>
      <td className="num">{figure(entry.outputUsd)}</td>
      <td className="num">{figure(entry.cacheReadUsd)}</td>
      <td className="num">{figure(entry.cacheWriteUsd)}</td>
      <td className={styles.actions}>{children}</td>
    </tr>
  );
}
