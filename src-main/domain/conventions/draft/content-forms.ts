import type { ContentForm } from '../convention';

/** Best first: §8.1 rule 3. */
const forms: readonly ContentForm[] = [
  'semconvMessages',
  'semconvDetails',
  'openInferenceFlattened',
  'traceloopFlattened',
  'perMessageEvents',
  'aiSdkMessages',
  'pydanticAllMessages',
  'vendorBlob',
];

const ranks = Object.fromEntries(forms.map((form, rank) => [form, rank])) as Record<
  ContentForm,
  number
>;

/** The lower, the richer. */
export function rankOfForm(form: ContentForm): number {
  return ranks[form];
}
