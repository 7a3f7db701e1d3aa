/** What one log record tells of an agent's turn. */
import type { KeyValue } from '../../otlp/model';

/** A log record of an agent's turn: what it did for one prompt. */
export interface TurnRecord {
  readonly conversation: string;
  /** Names the turn; null where only the order of the conversation's records tells. */
  readonly promptId: string | null;
  /** A turn begins with it. */
  readonly isPrompt: boolean;
  readonly timeNs: bigint;
  /** The span that is the turn: the same from whichever of its records. */
  readonly turn: TurnShape;
  /** What the record is about: a span below the turn; null where it only belongs to it. */
  readonly step: TurnStep | null;
  /** When a model call began that a later record tells the rest of. */
  readonly callBeganNs: bigint | null;
}

export interface TurnShape {
  readonly name: string;
  readonly attributes: readonly KeyValue[];
}

export interface TurnStep extends TurnShape {
  /** Tells it from the other steps of the turn. */
  readonly key: string;
  /** `key` of the step it is below; null for the turn itself. */
  readonly parentKey: string | null;
  readonly startNs: bigint;
  readonly endNs: bigint;
  /** It began when the last model call did, where that is known. */
  readonly isOpenCall: boolean;
  /** Null where it did not fail; may be empty. */
  readonly error: string | null;
}
