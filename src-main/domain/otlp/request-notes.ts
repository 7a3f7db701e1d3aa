/** What is worth telling the sender about a request that was accepted in part or with oddities. */
import type { Rejection } from './decoded';
import { AttributeBounds } from './walk-attribute';

const MAX_WARNINGS = 10;

export class RequestNotes {
  /** Scratch of the attribute walk, which counts string indexes over the whole request. */
  readonly attribute = new AttributeBounds();
  readonly #rejections = new Map<string, number>();
  readonly #warnings = new Set<string>();

  reject(reason: string, count = 1): void {
    this.#rejections.set(reason, (this.#rejections.get(reason) ?? 0) + count);
  }

  /** Each text is told once, and not more of them than a sender reads. */
  warn(warning: string): void {
    if (this.#warnings.size < MAX_WARNINGS) this.#warnings.add(warning);
  }

  rejections(): readonly Rejection[] {
    return Array.from(this.#rejections, ([reason, count]) => ({ reason, count }));
  }

  warnings(): readonly string[] {
    const warnings = [...this.#warnings];
    const { stringIndexes } = this.attribute;
    if (stringIndexes > 0) {
      warnings.push(
        `${stringIndexes} string indexes were read as absent: they have a meaning in profiles only`,
      );
    }
    return warnings;
  }
}
