/**
 * The graph that a run may take its way through, as senders declare it, and which spans are but
 * nodes of it. Source: conventions reference §8.4.
 */
import type { DeclaredEdge } from '../facets/span-facets';
import type { JsonValue } from '../messages';
import type { AttributeView, SpanSource } from './convention';
import type { CollectingDraft } from './facet-draft';
import { isArray, isObject } from './json-value';
import { provenanceOf } from './provenance';

const fromOtel = provenanceOf('otel-genai');
const fromTraceloop = provenanceOf('traceloop');
const fromMaf = provenanceOf('maf');

const EDGES_KEY = 'gen_ai.workflow.edges';
const DEFINITION_KEY = 'workflow.definition';
const SOURCE_KEY = 'langgraph.command.source_node';
const MAX_EDGES = 1000;

/** Proposes the edges that a span declares, and corrects the kind of a graph's node. */
export function proposeDeclaredGraph(source: SpanSource, draft: CollectingDraft): void {
  const { attributes } = source;
  draft.declaredEdges(edgesIn(attributes.parsed(EDGES_KEY)), fromOtel.attribute(EDGES_KEY));
  const defined = attributes.parsed(DEFINITION_KEY);
  draft.declaredEdges(edgesOfGroups(defined), fromMaf.attribute(DEFINITION_KEY));
  proposeCommand(attributes, draft);
  proposeNode(source, draft);
}

/** Edges as `a -> b`, as pairs, or as objects of two ends. */
function edgesIn(value: JsonValue | undefined): DeclaredEdge[] {
  if (!isArray(value)) return [];
  return value.slice(0, MAX_EDGES).flatMap((item) => {
    if (typeof item === 'string') {
      const [from, to, ...rest] = item.split(/->|→/);
      return rest.length > 0 ? [] : edgeOf(from, to);
    }
    if (isArray(item)) return edgeOf(item[0], item[1]);
    if (!isObject(item)) return [];
    return edgeOf(
      item['from'] ?? item['source'] ?? item['source_id'],
      item['to'] ?? item['target'] ?? item['target_id'],
    );
  });
}

/** Microsoft's Agent Framework: `{edge_groups: [{edges: [{source_id, target_id}]}]}`. */
function edgesOfGroups(value: JsonValue | undefined): DeclaredEdge[] {
  const groups = isObject(value) ? value['edge_groups'] : undefined;
  if (!isArray(groups)) return [];
  const edges = groups
    .slice(0, MAX_EDGES)
    .flatMap((group) => (isObject(group) ? edgesIn(group['edges']) : []));
  // What starts an executor from outside is no node.
  return edges.filter(({ from }) => from?.startsWith('internal:') !== true).slice(0, MAX_EDGES);
}

/** Ends of LangGraph's graphs, which never run. */
const ends: ReadonlySet<string> = new Set(['__start__', '__end__', 'START', 'END']);

function edgeOf(from: JsonValue | undefined, to: JsonValue | undefined): DeclaredEdge[] {
  if (typeof from !== 'string' || typeof to !== 'string') return [];
  const isNode = (name: string): boolean => name.trim() !== '' && !ends.has(name.trim());
  return isNode(from) && isNode(to) ? [{ from: from.trim(), to: to.trim() }] : [];
}

/** A node of LangGraph that says itself where to go on. */
function proposeCommand(attributes: AttributeView, draft: CollectingDraft): void {
  const from = attributes.text(SOURCE_KEY);
  for (const key of ['langgraph.command.goto_node', 'langgraph.command.goto_nodes']) {
    const value = attributes.parsed(key) ?? attributes.json(key);
    const names = isArray(value) ? value : [value];
    const edges = names
      .slice(0, MAX_EDGES)
      .flatMap((to) => edgeOf(from ?? 'this', to).map((edge) => ({ ...edge, from })));
    draft.declaredEdges(edges, fromTraceloop.attribute(key));
  }
}

/** Where instrumentations of LangChain write the node that a span belongs to. */
const nodeKeys = [
  'langgraph_node',
  'metadata.langgraph_node',
  'langsmith.metadata.langgraph_node',
  'langfuse.observation.metadata.langgraph_node',
  'traceloop.association.properties.langgraph_node',
];

/** What LangGraph's own agents call the node that asks the model. */
const nodeName = /^(call_)?agent(_node)?$/i;

/**
 * Instrumentations of LangChain take any chain for an agent that is called so. A node of a graph
 * named `agent` is a step of it; the agent is the graph.
 */
function proposeNode({ span, attributes }: SpanSource, draft: CollectingDraft): void {
  if (!nodeName.test(span.name) || draft.kinds.pick()?.kind !== 'agent') return;
  const metadata = attributes.parsed('metadata');
  const inMetadata = isObject(metadata) && metadata['langgraph_node'] === span.name;
  const key = nodeKeys.find((each) => attributes.text(each) === span.name);
  if (key === undefined && !inMetadata) return;
  draft.kind('chain', 'node', 'correction', fromOtel.attribute(key ?? 'metadata'));
}
