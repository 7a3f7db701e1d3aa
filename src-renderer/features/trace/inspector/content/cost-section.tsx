import type { ReactNode } from 'react';

import type { SpanView } from '@contract/facets';
import { formatUsd } from '@domain/format-cost';
import { unreportedCounts, type PriceEntry } from '@domain/pricing';

import { hrefOf } from '../../../../lib/router';
import { FoldCard } from '../../../../ui/content/fold-card';
import { costLabel } from '../../../../ui/content/token-segments';
import styles from './content.module.css';
import { FieldRows } from './field-rows';

/** Where a call's cost comes from: the sender's own figure, or a row of the price table. */
export function CostSection({ view }: { readonly view: SpanView }): ReactNode {
  const { cost, facets } = view;
  const { reportedCost } = facets;
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
          <WhyUnknown view={view} />
        </p>
      )}
    </FoldCard>
  );
}

/** What it takes to know the cost: a price, a count of the sender's, or more prices in the row. */
function WhyUnknown({ view }: { readonly view: SpanView }): ReactNode {
  const { model } = view.facets;
  const name = model?.responseModel ?? model?.requestModel ?? 'this model';
  const unreported = unreportedIn(view);
  if (unreported !== '') return `The sender did not report ${unreported}.`;
  return (
    <>
      {view.cost.price === null
        ? `No price is known for ${name}. `
        : 'The row has no price for some of the tokens used. '}
      <a href={hrefOf({ view: 'settings' })} className={styles.link}>
        Add one in Settings
      </a>
    </>
  );
}

/** `input and output tokens`; '' where the sender reported all that the price needs. */
function unreportedIn({ cost: { price }, facets: { usage } }: SpanView): string {
  const counts = price === null || usage === null ? [] : unreportedCounts(usage, price);
  return counts.length === 0 ? '' : `${counts.join(' and ')} tokens`;
}

function previewOf(view: SpanView): string {
  const { cost, facets } = view;
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
      return unreportedIn(view) === ''
        ? 'no price is known'
        : `${unreportedIn(view)} were not reported`;
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
