/**
 * Strands Agents: span events, usage over an agent's lifetime, milliseconds.
 * Source: conventions reference §5, §6 (Strands), §8.2, §8.3.
 */
import type { FacetKind } from '../facets/facet-kind';
import type { Convention, FacetDraft, SpanSource } from './convention';
import { fromMilliseconds } from './durations';
import { proposeTokens, type TokenRow } from './field-table';
import { provenanceOf } from './provenance';
import { spanEvents } from './event-records';

const from = provenanceOf('strands');

export const strands: Convention = {
  id: 'strands',

  detect({ scope, attributes }) {
    if (scope.name === 'strands.telemetry.tracer') {
      return { version: scope.version || null, evidence: 'scope strands.telemetry.tracer' };
    }
    for (const key of ['gen_ai.provider.name', 'gen_ai.system']) {
      if (attributes.text(key) === 'strands-agents') {
        return { version: null, evidence: `${key} strands-agents` };
      }
    }
    return null;
  },

  propose(source, draft) {
    proposeKind(source, draft);
    proposeUsage(source, draft);
    const { attributes } = source;
    const firstToken = 'gen_ai.server.time_to_first_token';
    draft.scalar(
      'timeToFirstTokenNs',
      fromMilliseconds(attributes.number(firstToken)),
      from.attribute(firstToken),
    );
    const status = 'gen_ai.tool.status';
    if (attributes.text(status) === 'error') {
      draft.scalar('toolIsError', true, from.attribute(status));
    }
    for (const key of ['event_loop.cycle_id', 'gen_ai.agent.tools', 'memory.store']) {
      draft.metadata(key, attributes.json(key), from.attribute(key));
    }
    proposeMemory(source, draft);
  },
};

const operations: ReadonlyMap<string, FacetKind> = new Map<string, FacetKind>([
  ['execute_event_loop_cycle', 'step'],
  ['invoke_swarm', 'chain'],
  ['invoke_graph', 'chain'],
]);

function proposeKind({ span, attributes }: SpanSource, draft: FacetDraft): void {
  const key = 'gen_ai.operation.name';
  const told = attributes.text(key);
  const operation = told ?? span.name;
  const kind = operations.get(operation) ?? (operation.startsWith('memory.') ? 'memory' : null);
  if (kind === null) return;
  const tier = told === null ? 'spanName' : 'genAiOperation';
  draft.kind(kind, operation, tier, told === null ? from.name(span.name) : from.attribute(key));
}

/** Names from before the semantic conventions had any for them. */
const olderTokens: readonly TokenRow[] = [
  ['cacheRead', 'gen_ai.usage.cache_read_input_tokens', 1],
  ['cacheWrite', 'gen_ai.usage.cache_write_input_tokens', 1],
];

function proposeUsage(source: SpanSource, draft: FacetDraft): void {
  proposeTokens(source, draft, from, olderTokens);
  const { attributes } = source;
  // Versions that write the conventions' names add up what was cached before they do.
  const isInclusive = attributes.has('gen_ai.usage.cache_read.input_tokens');
  draft.usageRule({ inputIncludedCache: isInclusive ? true : 'unknown' });
  if (attributes.text('gen_ai.operation.name') === 'invoke_agent') {
    draft.usageRule({ scope: 'cumulative' });
  }
}

/** Queries and contents of memory are events. */
function proposeMemory(source: SpanSource, draft: FacetDraft): void {
  for (const { name, attributes } of spanEvents(source)) {
    const direction =
      name === 'memory.query' ? 'input' : name === 'memory.content' ? 'output' : null;
    if (direction === null) continue;
    draft.payload(direction, attributes.json('content'), 'vendorBlob', from.event(name));
  }
}
