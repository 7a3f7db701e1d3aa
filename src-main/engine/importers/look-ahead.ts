/**
 * A second reading of the same bytes, ahead of the first one: what is too large to hold is
 * looked over here before it is handed on there. Goes forward only, so that all of it costs
 * no more than reading the file once more.
 */
import type { ByteSource } from './byte-source';

export class LookAhead {
  readonly #open: () => Promise<ByteSource>;
  #source: Promise<ByteSource> | null = null;

  /** `open` begins the bytes anew; it is called once, where a look ahead is needed at all. */
  constructor(open: () => Promise<ByteSource>) {
    this.#open = open;
  }

  /** The bytes from `offset` on, which must not lie before where the last look ended. */
  async at(offset: number): Promise<ByteSource> {
    this.#source ??= this.#open();
    const source = await this.#source;
    await source.skip(offset - source.offset);
    return source;
  }
}
