/** Changes to assessments that are told, and can be taken back. */
import { THUMB_NAME, type Assessment } from '@domain/annotations/assessment';
import { scopeOf } from '@domain/annotations/override-chain';
import { formatCount } from '@domain/format';
import type { SpanId, TraceId } from '@domain/units';

import type { EngineClient } from '../../lib/engine-client';
import { showToast } from '../toast';
import { tellUndoable } from '../undo';
import { assessmentWords, isOwn, OWN_SOURCE_ID } from './assessment-words';

type Undo = () => Promise<unknown>;

/** Deletes one and offers to bring it back. What it stood in place of holds again. */
export async function deleteAssessment(
  client: EngineClient,
  assessment: Assessment,
): Promise<void> {
  const more = assessment.overrides === null ? '' : '; what it replaced holds again';
  await telling(async () => {
    const undo = await takeAway(client, assessment.id);
    return { message: `${assessmentWords(assessment)} is deleted${more}.`, undo };
  });
}

export interface ThumbTarget {
  readonly traceId: TraceId;
  /** Null for the whole trace. */
  readonly spanId: SpanId | null;
}

/** More than anyone means with one key. */
const MAX_TARGETS = 1000;
/** Targets that are asked for and changed at the same time. */
const AT_ONCE = 10;

/** Presses and undoing come faster than answers: one after the other, each sees what was before. */
let lastPress: Promise<unknown> = Promise.resolve();

/**
 * The reader's thumb for some targets. The same thumb again takes it back, the other one stands
 * in its place.
 * @param what what they are, as a sentence ends with it: `chat gpt-4.1`, `3 traces`
 */
export function pressThumb(
  client: EngineClient,
  targets: readonly ThumbTarget[],
  isUp: boolean,
  what: string,
): Promise<void> {
  const press = lastPress.then(() => telling(() => turnThumbs(client, targets, isUp, what)));
  lastPress = press;
  return press;
}

async function turnThumbs(
  client: EngineClient,
  targets: readonly ThumbTarget[],
  isUp: boolean,
  what: string,
): Promise<Told> {
  if (targets.length > MAX_TARGETS) {
    throw new Error(`A thumb is for ${formatCount(MAX_TARGETS)} traces at most.`);
  }
  const owns = await each(targets, async ({ traceId, spanId }) =>
    ownThumb(await client.call('assessments.ofTrace', { traceId }), spanId),
  );
  const word = isUp ? 'Thumbs up' : 'Thumbs down';
  const given = owns.filter((own) => own?.value === isUp);
  if (given.length === targets.length) {
    const undos = await each(given, (own) => takeAway(client, own?.id ?? ''));
    const [only] = given;
    const holds = given.length === 1 && only !== undefined && only?.overrides !== null;
    const more = holds ? `; the ${isUp ? 'thumbs down' : 'thumbs up'} before holds again` : '';
    return { message: `${word} for ${what} taken back${more}.`, undo: all(undos) };
  }
  const undos = await each(targets, async (target, at) => {
    const own = owns[at] ?? null;
    return own?.value === isUp ? null : giveThumb(client, target, isUp, own);
  });
  return { message: `${word} for ${what}.`, undo: all(undos) };
}

/** The reader's thumb that holds for a span, or for the trace. */
function ownThumb(assessments: readonly Assessment[], spanId: SpanId | null): Assessment | null {
  return (
    assessments.findLast(
      (one) =>
        one.name === THUMB_NAME &&
        one.kind === 'feedback' &&
        one.isValid &&
        isOwn(one.source) &&
        one.spanId === spanId &&
        scopeOf(one) !== 'session',
    ) ?? null
  );
}

async function giveThumb(
  client: EngineClient,
  { traceId, spanId }: ThumbTarget,
  isUp: boolean,
  before: Assessment | null,
): Promise<Undo> {
  const added = await client.call('assessments.add', {
    traceId,
    spanId,
    sessionId: null,
    name: THUMB_NAME,
    kind: 'feedback',
    value: isUp,
    rationale: null,
    source: { type: 'HUMAN', id: OWN_SOURCE_ID },
    metadata: {},
    overrides: before?.id ?? null,
  });
  return () => client.call('assessments.delete', { id: added.id });
}

async function takeAway(client: EngineClient, id: string): Promise<Undo> {
  const { undoToken } = await client.call('assessments.delete', { id });
  return () => client.call('assessments.restore', { undoToken });
}

interface Told {
  readonly message: string;
  readonly undo: Undo;
}

async function telling(change: () => Promise<Told>): Promise<void> {
  try {
    tell(await change());
  } catch (error) {
    tellError(error);
  }
}

let hideLast: () => void = () => undefined;

/** What was told before gives way; the key still takes back one after the other. */
function tell({ message, undo }: Told): void {
  const run = (): void => {
    lastPress = lastPress.then(() => undo().catch(tellError));
  };
  hideLast();
  hideLast = tellUndoable({ message, undo: run });
}

function tellError(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  showToast({ status: 'error', message, sticky: true });
}

function all(undos: readonly (Undo | null)[]): Undo {
  return () => each(undos, async (undo) => undo?.());
}

async function each<T, R>(
  items: readonly T[],
  act: (item: T, at: number) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  for (let from = 0; from < items.length; from += AT_ONCE) {
    const part = items.slice(from, from + AT_ONCE);
    results.push(...(await Promise.all(part.map((item, at) => act(item, from + at)))));
  }
  return results;
}
