import type { ReactNode } from 'react';

import type { SpanView } from '@contract/facets';
import type { PriceEntry } from '@domain/pricing';
import { formatUsd } from '@domain/format-cost';

import { hrefOf } from '../../../../lib/router';
import { FoldCard } from '../../../../ui/content/fold-card';
import { costLabel } from '../../../../ui/content/token-segments';
import styles from './content.module.css';
import { FieldRows } from './field-rows';

/** Where a call's cost comes from: the sender's own figure, or a row of the price table. */
export function CostSection({ view }: { readonly view: SpanView }): ReactNode {
  const { cost, facets } = view;
  const { reportedCost, model } = facets;
  if (cost.state === 'none' && reportedCost === null) return null;
  return (
    <FoldCard title="Cost" preview={previewOf(view)} meta={costLabel(cost)}>
      {reportedCost !== null && (
        <FieldRows
          rows={[
            ['Reported by the sender', formatUsd(reportedCost.totalUsd), 'reportedCost'],
            ['of it input', usdOrNull(reportedCost.inputUsd), 'reportedCost'],
            ['of it output', usdOrNull(reportedCost.outputUsd), 'reportedCost'],
          ]}
        />
      )}
      {cost.price !== null && (
        <>
          <FieldRows
            rows={[
              [
                'Computed from the price table',
                cost.state === 'reported' ? null : usdOrNull(cost.totalUsd),
                '',
              ],
            ]}
          />
          <PriceRow price={cost.price} />
        </>
      )}
      {cost.state === 'unknown' && (
        <p>
          No price is known for {model?.responseModel ?? model?.requestModel ?? 'this model'}.{' '}
          <a href={hrefOf({ view: 'settings' })} className={styles.link}>
            Add one in Settings
          </a>
        </p>
      )}
    </FoldCard>
  );
}

function previewOf({ cost, facets }: SpanView): string {
  switch (cost.state) {
    case 'reported':
      return 'as the sender reported it';
    case 'computed':
    case 'mixed':
      return cost.price === null
        ? 'computed'
        : `computed, ${cost.price.model}, price of ${cost.price.date}`;
    case 'local':
      return 'ran on this machine';
    case 'unknown':
      return 'no price is known';
    case 'none':
      return facets.reportedCost === null ? '' : 'reported, not counted here';
  }
}

/** The row that was used, in dollars a million tokens. */
function PriceRow({ price }: { readonly price: PriceEntry }): ReactNode {
  const classes: readonly (readonly [string, number | null])[] = [
    ['input', price.inputUsd],
    ['cached input', price.cacheReadUsd],
    ['cache write', price.cacheWriteUsd],
    ['output', price.outputUsd],
    ['reasoning', price.reasoningUsd],
  ];
  const known = classes.flatMap(([name, usd]) =>
    usd === null ? [] : [`${name} ${formatUsd(usd)}`],
  );
  return (
    <FieldRows
      rows={[
        [
          'Row of the table',
          price.provider === null ? price.model : `${price.model}, ${price.provider}`,
          '',
        ],
        [
          'A million tokens',
          price.isLocal === true ? 'free, runs on your machine' : known.join(', ') || null,
          '',
        ],
        ['Read', `${price.date}, ${price.source}`, ''],
      ]}
    />
  );
}

function usdOrNull(usd: number | null): string | null {
  return usd === null ? null : formatUsd(usd);
}
