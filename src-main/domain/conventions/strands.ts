/**
 * Strands Agents: span events, usage over an agent's lifetime, milliseconds.
 * Source: conventions reference §5, §6 (Strands), §8.2, §8.3.
 */
import type { FacetKind } from '../facets/facet-kind';
import type { Provenance } from '../facets/span-facets';
import type { JsonValue } from '../messages';
import type { Convention, FacetDraft, SpanSource } from './convention';
import { fromMilliseconds } from './durations';
import {
  proposeTexts,
  proposeTokens,
  sessionRank,
  type TextRow,
  type TokenRow,
} from './field-table';
import { isArray } from './json-value';
import { provenanceOf } from './provenance';
import { spanEvents } from './event-records';
import { readResult } from './read/read-tool-parts';
import { stringList } from './string-list';

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
    proposeTexts(source, draft, from, traceRows);
    for (const tag of stringList(attributes.json('tags'))) draft.tag(tag, from.attribute('tags'));
    proposeToolResult(source, draft);
    proposeMemory(source, draft);
  },
};

/** What users put into `trace_attributes`, in the words of Strands' documentation. */
const traceRows: readonly TextRow[] = [
  ['sessionId', 'session.id', sessionRank.sessionId],
  ['userId', 'user.id'],
];

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

/** Results are Bedrock's lists of blocks, `[{text}]` or `[{json}]`. */
function proposeToolResult(source: SpanSource, draft: FacetDraft): void {
  const { attributes } = source;
  if (attributes.text('gen_ai.operation.name') !== 'execute_tool') return;
  const key = 'gen_ai.tool.call.result';
  proposeBlocks(draft, attributes.parsed(key), from.attribute(key));
  for (const { name, attributes: told } of spanEvents(source)) {
    if (name === 'gen_ai.choice') proposeBlocks(draft, told.parsed('message'), from.event(name));
  }
}

function proposeBlocks(draft: FacetDraft, blocks: JsonValue | undefined, place: Provenance): void {
  if (!isArray(blocks)) return;
  const { value } = readResult(blocks);
  draft.payload('toolResult', value, 'semconvMessages', place);
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
