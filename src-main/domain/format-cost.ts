/** Money as it is shown. Source: design, Numbers. */
import type { CostState } from './facets/trace-facets';

/** No price is known, or nothing was spent that could be priced. */
const MISSING = '—';

/**
 * US dollars: `$0`, `$0.0031` below a dollar, `$12.40` from there, `<$0.0001` for less than can
 * be shown.
 */
export function formatUsd(usd: number): string {
  if (!Number.isFinite(usd)) return MISSING;
  if (usd < 0) return `−${formatUsd(-usd)}`;
  if (usd === 0) return '$0';
  if (usd < 0.00005) return '<$0.0001';
  if (usd < 0.99995) return `$${usd.toFixed(4)}`;
  const [whole = '0', cents = '00'] = usd.toFixed(2).split('.');
  return `$${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${cents}`;
}

/**
 * A sum with what is known of it: `''` where there was nothing to pay for, `$0` for local models,
 * `—` where no price is known, `$0.0031+` where only some calls have a price.
 */
export function formatCost({
  usd,
  state,
}: {
  readonly usd: number;
  readonly state: CostState;
}): string {
  switch (state) {
    case 'none':
      return '';
    case 'unknown':
      return usd > 0 ? `${formatUsd(usd)}+` : MISSING;
    case 'local':
    case 'reported':
    case 'computed':
    case 'mixed':
      return formatUsd(usd);
  }
}

/** One plain sentence on where a sum comes from; '' where there is none. */
export function describeCost({
  state,
  unknownModels,
}: {
  readonly state: CostState;
  readonly unknownModels: readonly string[];
}): string {
  switch (state) {
    case 'none':
      return '';
    case 'local':
      return 'Ran on this machine: free';
    case 'reported':
      return 'As the sender reported it';
    case 'computed':
      return 'Computed from the price table';
    case 'mixed':
      return 'Partly reported by the sender, partly computed from the price table';
    case 'unknown':
      return unknownModels.length === 0
        ? 'At least one call has no known price'
        : `No price is known for ${unknownModels.join(', ')}; add one in Settings`;
  }
}
