import type { Convention, SpanSource } from './convention';
import { isObject } from './json-value';
import { provenanceOf } from './provenance';
import { unflattenObject } from './read/unflatten';

const from = provenanceOf('mcp');

const KEY = 'mcp.method.name';
/** One attribute an argument. */
const ARGUMENT = 'mcp.request.argument.';

/** Calls by the Model Context Protocol, on the client's and the server's side: reference §1, §8.4. */
export const mcp: Convention = {
  id: 'mcp',

  detect({ attributes }) {
    if (attributes.has(KEY)) return { version: null, evidence: `attribute ${KEY}` };
    return attributes.has('mcp.session.id')
      ? { version: null, evidence: 'attribute mcp.session.id' }
      : null;
  },

  propose(source, draft) {
    const { attributes } = source;
    const method = attributes.text(KEY);
    if (method === null) return;
    draft.kind('mcp', method, 'mcpMethod', from.attribute(KEY));
    const server = 'mcp.server.name';
    draft.mcp(
      {
        method,
        server: attributes.text(server) ?? attributes.text('server.address'),
        sessionId: attributes.text('mcp.session.id'),
      },
      from.attribute(KEY),
    );
    for (const key of ['gen_ai.tool.name', 'mcp.tool.name']) {
      draft.scalar('toolName', attributes.text(key), from.attribute(key), 5);
    }
    draft.scalar('toolName', targetOf(source, method), from.name(source.span.name), 6);
    draft.scalar('toolName', method, from.attribute(KEY), 7);
    draft.scalar('label', labelOf(source, method), from.attribute(KEY), 5);
    for (const key of [
      'mcp.resource.uri',
      'mcp.protocol.version',
      'jsonrpc.request.id',
      'mcp.prompt.name',
    ]) {
      draft.metadata(key, attributes.json(key), from.attribute(key));
    }
    const args = unflattenObject(attributes.withPrefix(ARGUMENT), ARGUMENT);
    draft.payload('toolArgs', args, 'vendorBlob', from.attribute(`${ARGUMENT}*`));
    for (const [direction, key] of [
      ['toolArgs', 'mcp.request.argument'],
      ['toolArgs', 'mcp.request.params'],
      ['toolResult', 'mcp.response.value'],
      ['toolResult', 'mcp.response.result'],
    ] as const) {
      draft.payload(direction, attributes.json(key), 'vendorBlob', from.attribute(key));
      const value = attributes.parsed(key);
      if (direction === 'toolResult' && isObject(value) && value['isError'] === true) {
        draft.scalar('toolIsError', true, from.attribute(key));
      }
    }
    for (const key of ['rpc.response.status_code', 'jsonrpc.error.code']) {
      const code = attributes.number(key);
      if (code !== null && code !== 0) draft.error({ type: String(code) }, from.attribute(key));
    }
  },
};

/** Spans are called `{method} {target}`. */
function targetOf({ span }: SpanSource, method: string): string | null {
  if (!span.name.startsWith(`${method} `)) return null;
  return span.name.slice(method.length + 1).trim() || null;
}

function labelOf(source: SpanSource, method: string): string {
  const { attributes } = source;
  const target =
    attributes.text('gen_ai.tool.name') ??
    attributes.text('mcp.prompt.name') ??
    attributes.text('mcp.resource.uri') ??
    targetOf(source, method);
  return target === null ? method : `${method} ${target}`;
}
