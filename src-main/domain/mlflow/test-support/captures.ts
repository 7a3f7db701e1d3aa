import { readFileSync } from 'node:fs';

/** What MLflow itself wrote; see `data/README.md`. */
export function captured(name: string): string {
  return readFileSync(new URL(`./data/${name}`, import.meta.url), 'utf8');
}
