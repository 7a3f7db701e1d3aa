/** Messages between the engine's main thread and an import worker. */
import type { ImportFile } from '@contract/import';
import type { IngestOutcome } from '../ingest';
import type { TellOutcome, ToldTrace } from './delivery';
import type { StoredSignal } from './otlp-levels';

export type ToImporter =
  | { readonly t: 'outcome'; readonly seq: number; readonly outcome: IngestOutcome }
  | { readonly t: 'told'; readonly seq: number; readonly outcome: TellOutcome }
  /** Null cancels all files of the job. */
  | { readonly t: 'cancel'; readonly fileId: number | null };

export type FromImporter =
  | {
      readonly t: 'request';
      readonly seq: number;
      readonly fileName: string;
      readonly signal: StoredSignal;
      readonly encoding: 'protobuf' | 'json';
      readonly body: Uint8Array<ArrayBuffer>;
      readonly isReduced: boolean;
    }
  | { readonly t: 'tell'; readonly seq: number; readonly told: ToldTrace }
  | { readonly t: 'file'; readonly file: ImportFile }
  | { readonly t: 'skippedText'; readonly fileId: number; readonly text: string }
  | { readonly t: 'done' };
