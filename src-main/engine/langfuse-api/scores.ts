/** Scores of Langfuse's SDKs, kept as feedback. */
import { SESSION_METADATA } from '@domain/annotations/assessment';
import { isList } from '@domain/mlflow/exact-json';
import {
  listMember,
  membersOf,
  objectMember,
  textMember,
  type Members,
} from '@domain/mlflow/json-members';
import type { TraceId } from '@domain/units';
import { newAssessmentId } from '../handlers/annotations';
import { bodyOf, json, jsonBodyOf, type ApiCall } from '../http-api/api-call';
import { apiErrorOf, invalid, missing, type ApiError } from '../http-api/api-error';
import type { Answer } from '../receiver';
import { readScore } from './read-score';

/** One, or since Python's 5.0 a list of them. */
export async function createScores(call: ApiCall): Promise<Answer> {
  const body = await jsonBodyOf(call);
  if (!isList(body)) return json({ id: await keepScore(call, membersOf(body, '')) });
  // At once, so that they share a commit and wait together.
  const failures = await Promise.all(
    body.map((score) => failureOf(() => keepScore(call, membersOf(score, 'score')))),
  );
  const errors = failures.filter((failure) => failure !== null);
  if (errors.length === 0) return json({ message: 'Accepted' }, 202);
  const accepted = body.length - errors.length;
  const messages = errors.map(({ message }) => ({ message }));
  return json({ accepted, rejected: errors.length, errors: messages }, 207);
}

/** A batch of events; those that are no scores are answered with where they belong. */
export async function ingestEvents(call: ApiCall): Promise<Answer> {
  const events = listMember(await bodyOf(call), 'batch');
  const kept = await Promise.all(
    events.map(async (item, at) => {
      let id = '';
      const error = await failureOf(async () => {
        const event = membersOf(item, `batch[${at}]`);
        id = textMember(event, 'id') ?? '';
        await keepEvent(call, event);
      });
      return { id, error };
    }),
  );
  const successes = kept.flatMap(({ id, error }) => (error === null ? [{ id, status: 201 }] : []));
  const errors = kept.flatMap(({ id, error }) =>
    error === null ? [] : [{ id, status: error.status, message: error.message, error: error.code }],
  );
  return json({ successes, errors }, 207);
}

async function keepEvent(call: ApiCall, event: Members): Promise<void> {
  const type = textMember(event, 'type') ?? '';
  const body = objectMember(event, 'body');
  if (type === 'score-create' && body !== null) {
    await keepScore(call, body);
    return;
  }
  throw invalid(
    `Otelier takes no ${type} events. Traces come by OTLP, as Langfuse's SDKs send them since ` +
      'version 3 (/api/public/otel/v1/traces).',
  );
}

/**
 * Scores come sooner than the spans they are about: SDKs send these later. One that is sent again
 * stands in place of itself.
 */
async function keepScore(call: ApiCall, members: Members): Promise<string> {
  const { traceId, sessionId, assessment } = readScore(members, Date.now(), newAssessmentId);
  const ofSession = traceId === null && sessionId !== null;
  await call.commands.annotate('putAssessment', {
    ...assessment,
    traceId: traceId ?? (await latestTraceOf(call, sessionId ?? '')),
    metadata: ofSession
      ? { ...assessment.metadata, [SESSION_METADATA]: sessionId }
      : assessment.metadata,
  });
  return assessment.id;
}

/** Shorter, all in all, than Langfuse's SDKs wait for an answer (5 s). */
const WAITS_MS = [250, 500, 1000, 1250];

/** Waits a little for spans that are on their way. */
async function latestTraceOf(call: ApiCall, sessionId: string): Promise<TraceId> {
  for (const waitMs of [...WAITS_MS, null]) {
    const traceId = await call.ask('langfuse.sessionTrace', { sessionId });
    if (traceId !== null) return traceId;
    if (waitMs !== null) await new Promise((resolve) => setTimeout(resolve, waitMs));
  }
  throw missing(`There is no trace of the session ${JSON.stringify(sessionId.slice(0, 200))} yet.`);
}

/** Failures of one do not cost the others, but for those that a repetition may cure. */
async function failureOf(keep: () => Promise<unknown>): Promise<ApiError | null> {
  try {
    await keep();
    return null;
  } catch (error) {
    const failure = apiErrorOf(error);
    if (failure.status >= 500) throw failure;
    return failure;
  }
}
