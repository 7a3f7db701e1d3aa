/**
 * smolagents by OpenInference: runs of agents repeat the sum of their steps.
 * Source: conventions reference §6 (smolagents).
 */
import type { Convention } from './convention';
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
