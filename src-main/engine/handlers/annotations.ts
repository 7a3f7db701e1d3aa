/** Handlers of tags, assessments and experiments, and what of them has changed. */
import { randomBytes } from 'node:crypto';

import { ContractError } from '@contract/errors';
import { SESSION_METADATA, type Assessment } from '@domain/annotations/assessment';
import type { SpanId, TraceId } from '@domain/units';
import type { HandlersOf } from '../router';
import type { Emit } from '../rpc-server';
import type { Store } from '../store';
import type { ReaderPool } from '../store/reader-pool';
import { Throttle } from '../throttle';
import { ChangedKeys } from './changed-keys';

const CHANGES_INTERVAL_MS = 100;
/** Deletions that can be taken back; the oldest are forgotten. */
const MAX_UNDOS = 100;

export function annotationHandlers(
  store: Pick<Store, 'commands'>,
  readers: ReaderPool,
): HandlersOf<'tags' | 'assessments' | 'experiments'> {
  const { commands } = store;
  const deleted = new Map<string, Assessment>();
  return {
    'experiments.list': (params, { signal }) => readers.run('experiments.list', params, { signal }),
    'experiments.create': async ({ name }) => ({
      id: await commands.annotate('createExperiment', { name }),
    }),
    'experiments.rename': (params) => commands.annotate('renameExperiment', params),
    'experiments.delete': ({ id }) => commands.deleteExperiment(id),
    'experiments.moveTraces': ({ keys, id }) => commands.moveTraces(keys, id),

    'tags.set': ({ keys, tags }) => commands.tagTraces(keys, { set: tags, remove: [] }),
    'tags.remove': ({ keys, tagKeys }) => commands.tagTraces(keys, { set: [], remove: tagKeys }),
    'tags.ofTraces': (params, { signal }) => readers.run('tags.ofTraces', params, { signal }),
    'tags.suggest': (params, { signal }) => readers.run('tags.suggest', params, { signal }),

    'assessments.ofTrace': (params, { signal }) =>
      readers.run('assessments.ofTrace', params, { signal }),
    'assessments.ofSession': (params, { signal }) =>
      readers.run('assessments.ofSession', params, { signal }),
    'assessments.names': (params, { signal }) =>
      readers.run('assessments.names', params, { signal }),
    'assessments.distribution': (params, { signal }) =>
      readers.run('assessments.distribution', params, { signal }),
    'assessments.add': ({ traceId, spanId, sessionId, metadata, ...rest }) => {
      const nowMs = Date.now();
      return commands.annotate('addAssessment', {
        ...rest,
        id: newAssessmentId(),
        traceId: traceId as TraceId,
        spanId: spanId as SpanId | null,
        metadata: sessionId === null ? metadata : { ...metadata, [SESSION_METADATA]: sessionId },
        error: null,
        createdMs: nowMs,
        updatedMs: nowMs,
        origin: 'app',
      });
    },
    'assessments.delete': async ({ id }) => {
      const assessment = await commands.annotate('deleteAssessment', { id, traceId: null });
      if (assessment === null) {
        throw new ContractError('not_found', 'This feedback is gone already.');
      }
      deleted.set(id, assessment);
      const [oldest] = deleted.keys();
      if (deleted.size > MAX_UNDOS && oldest !== undefined) deleted.delete(oldest);
      return { undoToken: id };
    },
    'assessments.restore': async ({ undoToken }) => {
      const assessment = deleted.get(undoToken);
      if (assessment === undefined) {
        throw new ContractError('not_found', 'This feedback cannot be brought back any more.');
      }
      // Whether it holds depends on what there is now.
      const { isValid: _, ...rest } = assessment;
      await commands.annotate('addAssessment', rest);
      deleted.delete(undoToken);
      return null;
    },
  };
}

/** As MLflow makes them (mlflow.md §5). */
export function newAssessmentId(): string {
  return `a-${randomBytes(16).toString('hex')}`;
}

/** Announces what changed at most ten times a second. Returns the way to stop. */
export function announceAnnotations(store: Pick<Store, 'onChange'>, emit: Emit): () => void {
  const keys = new ChangedKeys();
  const annotations = new Throttle(CHANGES_INTERVAL_MS, () =>
    emit('traces.annotated', { keys: keys.take() }),
  );
  const experiments = new Throttle(CHANGES_INTERVAL_MS, () => emit('experiments.changed', {}));
  const stopListening = store.onChange((change) => {
    if (change.type === 'experiments') experiments.request();
    if (change.type !== 'annotations') return;
    keys.add(change.keys);
    annotations.request();
  });
  return () => {
    stopListening();
    annotations.stop();
    experiments.stop();
  };
}
