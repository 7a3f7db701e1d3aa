/** Opens a file and peels off what it is packed in, layer by layer. */
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { ByteSource } from './byte-source';
import { detect, type Detected } from './detect';
import { unzstd } from './unzstd';

const SNIFF_BYTES = 64 * 1024;
const READ_CHUNK_BYTES = 256 * 1024;
const MAX_LAYERS = 3;

type Packed = Extract<Detected, { kind: 'gzip' | 'zstd' }>;
export type Contents = Exclude<Detected, Packed>;

export interface Unpacked {
  readonly source: ByteSource;
  readonly contents: Contents;
  /** Innermost first: `['gzip']`. */
  readonly packing: readonly string[];
  close(): void;
}

/**
 * Opens the file anew. `onRead` is told the bytes that were read of it.
 * @throws what the system or an unpacker says of the first bytes
 */
export async function openUnpacked(
  path: string,
  size: number,
  onRead: (bytes: number) => void = () => undefined,
): Promise<Unpacked> {
  const file = createReadStream(path, { highWaterMark: READ_CHUNK_BYTES });
  file.on('data', (chunk) => onRead(chunk.length));
  const close = (): void => void file.destroy();
  try {
    const packing: string[] = [];
    let source = new ByteSource(file);
    let detected = await detectAt(source, size);
    for (; isPacked(detected); detected = await detectAt(source, Infinity)) {
      if (packing.length === MAX_LAYERS) {
        throw new Error('The file is packed more than three times over.');
      }
      packing.unshift(detected.kind);
      source = new ByteSource(detected.kind === 'gzip' ? gunzip(source) : unzstd(source));
    }
    return { source, contents: detected, packing, close };
  } catch (error) {
    close();
    throw error;
  }
}

function isPacked(detected: Detected): detected is Packed {
  return detected.kind === 'gzip' || detected.kind === 'zstd';
}

async function detectAt(source: ByteSource, size: number): Promise<Detected> {
  const head = await source.peek(SNIFF_BYTES);
  if (head.length === 0 && source.failure !== null) throw source.failure;
  return detect(head, size);
}

/** Members one after another, as `cat a.gz b.gz` makes them, are all read. */
function gunzip(source: ByteSource): AsyncIterable<Uint8Array> {
  const unpacker = createGunzip();
  const packed = Readable.from(source.rest());
  packed.on('error', (error) => unpacker.destroy(error));
  return packed.pipe(unpacker);
}
