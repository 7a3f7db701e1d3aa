/** Assessments that the engine holds: answers as its methods do. */
import type { MethodParams } from '@contract/methods';
import { ContractError } from '@contract/errors';
import { SESSION_METADATA, type Assessment } from '@domain/annotations/assessment';
import type { SpanId, TraceId } from '@domain/units';

import type { FakeEngine } from '../../../lib/test-support/fake-engine';

const TRACE = '0af7651916cd43dd8448eb211c80319c' as TraceId;
const NOW_MS = 1_760_000_000_000;

export function assessment(changes: Partial<Assessment> = {}): Assessment {
  return {
    id: 'a-1',
    traceId: TRACE,
    spanId: null,
    name: 'helpful',
    kind: 'feedback',
    value: true,
    error: null,
    rationale: null,
    source: { type: 'HUMAN', id: 'you' },
    metadata: {},
    overrides: null,
    isValid: true,
    createdMs: NOW_MS,
    updatedMs: NOW_MS,
    origin: 'app',
    ...changes,
  };
}

export class FakeAssessments {
  all: readonly Assessment[] = [];
  readonly #deleted = new Map<string, Assessment>();
  #engine: FakeEngine | null = null;
  #nextId = 1;

  constructor(...all: readonly Assessment[]) {
    this.all = all;
  }

  install(engine: FakeEngine): this {
    this.#engine = engine;
    engine
      .answer('assessments.ofTrace', ({ traceId }) =>
        this.all.filter((one) => one.traceId === traceId),
      )
      .answer('assessments.ofSession', ({ sessionId }) =>
        this.all.filter(({ metadata }) => metadata[SESSION_METADATA] === sessionId),
      )
      .answer('assessments.names', () => [
        { name: 'helpful', kind: 'feedback', valueType: 'boolean', count: 3 },
        { name: 'score', kind: 'feedback', valueType: 'number', count: 2 },
      ])
      .answer('assessments.add', (params) => this.#add(params))
      .answer('assessments.delete', ({ id }) => {
        const found = this.all.find((one) => one.id === id);
        if (found === undefined) throw new ContractError('not_found', 'It is gone.');
        this.#deleted.set(id, found);
        this.#become(this.all.filter((one) => one !== found));
        return { undoToken: id };
      })
      .answer('assessments.restore', ({ undoToken }) => {
        const found = this.#deleted.get(undoToken);
        if (found !== undefined) this.#become([...this.all, found]);
        return null;
      })
      .answer('tags.ofTraces', () => [])
      .answer('tags.suggest', () => []);
    return this;
  }

  /** Those that hold, by name and value. */
  get valid(): readonly string[] {
    return this.all
      .filter(({ isValid }) => isValid)
      .map(({ name, value }) => `${name} ${JSON.stringify(value)}`);
  }

  #add(params: MethodParams<'assessments.add'>): Assessment {
    const { sessionId, metadata, traceId, spanId, ...rest } = params;
    const added = assessment({
      ...rest,
      id: `a-new${this.#nextId++}`,
      traceId: traceId as TraceId,
      spanId: spanId as SpanId | null,
      metadata: sessionId === null ? metadata : { ...metadata, [SESSION_METADATA]: sessionId },
    });
    this.#become([...this.all, added]);
    return added;
  }

  #become(all: readonly Assessment[]): void {
    const overridden = new Set(all.map(({ overrides }) => overrides));
    this.all = all.map((one) => ({ ...one, isValid: !overridden.has(one.id) }));
    this.#engine?.emit('traces.annotated', { keys: null });
  }
}
