/**
 * smolagents by OpenInference: runs of agents repeat the sum of their steps.
 * Source: conventions reference §6 (smolagents).
 */
import type { AttributeView, Convention, FacetDraft } from './convention';
import { isObject, textMember } from './json-value';
import { provenanceOf } from './provenance';

const from = provenanceOf('smolagents');

export const smolagents: Convention = {
  id: 'smolagents',

  detect({ scope, attributes }) {
    if (scope.name === 'openinference.instrumentation.smolagents') {
      return { version: scope.version || null, evidence: `scope ${scope.name}` };
    }
    return attributes.hasPrefix('smolagents.')
      ? { version: null, evidence: 'attributes smolagents.*' }
      : null;
  },

  propose({ span, attributes }, draft) {
    const name = span.name.slice(0, 300);
    if (/^Step \d+$/.test(name)) draft.kind('step', name, 'spanName', from.name(name));
    const run = /^(\w+)\.run$/.exec(name);
    if (run !== null) {
      draft.scalar('agentName', run[1], from.name(name), 1);
      // Steps and model calls below have what the run says again.
      draft.usageRule({ scope: 'aggregate' });
    }
    proposeAnswer(attributes, draft);
    const model = /^(\w+)\.generate(?:_stream)?$/.exec(name);
    // As the instrumentation tells it of a call that did not fail.
    draft.scalar('provider', providers.get(model?.[1] ?? ''), from.name(name), 2);
    for (const { key } of attributes.withPrefix('smolagents.')) {
      draft.metadata(key, attributes.json(key), from.attribute(key));
    }
  },
};

/** By class of the model. */
const providers: ReadonlyMap<string, string> = new Map([
  ['OpenAIModel', 'openai'],
  ['OpenAIServerModel', 'openai'],
  ['AzureOpenAIModel', 'azure'],
  ['AzureOpenAIServerModel', 'azure'],
  ['AmazonBedrockModel', 'aws'],
  ['AmazonBedrockServerModel', 'aws'],
]);

/**
 * The provider's own answer is there as Python prints it: `ChatCompletion(id='…',
 * choices=[Choice(finish_reason='stop', …)], created=…, model='…', object='chat.completion', …)`.
 */
function proposeAnswer(attributes: AttributeView, draft: FacetDraft): void {
  const key = 'output.value';
  const text = attributes.text(key);
  if (text === null || !/"raw":\s*"ChatCompletion\(/.test(text)) return;
  const output = attributes.parsed(key);
  const raw = isObject(output) ? textMember(output, 'raw') : null;
  const begin = /^ChatCompletion\(id='([^']+)', choices=\[Choice\(finish_reason='(\w+)'/.exec(
    raw ?? '',
  );
  if (raw === null || begin === null) return;
  draft.scalar('responseId', begin[1], from.attribute(key), 2);
  draft.finishReason(begin[2], from.attribute(key));
  // What was said comes before it and might look the same: the last one is meant.
  const end = raw.lastIndexOf("', object='chat.completion'");
  const model = /.*, model='([^']+)$/s.exec(
    raw.slice(Math.max(0, end - MAX_NAME), Math.max(0, end)),
  );
  draft.scalar('responseModel', model?.[1], from.attribute(key), 2);
}

const MAX_NAME = 200;
