/** What one span costs to understand, without a store around it: microseconds of processor time. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { normaliseSpan, type NormaliseInput } from '@domain/conventions/normalise-span';
import { toFacetRow } from '@domain/facets/to-facet-row';
import { median, type Suite } from './measurement';
import { spanOf, spansOfJson } from './spans-of-json';

const samplesDir = 'resources/samples';
const REPEATS = 7;
const SPANS_A_REPEAT = 6000;

const cases: Readonly<Record<string, { aim: number; spans: () => NormaliseInput[] }>> = {
  'understand span of no agent, 200 attributes': { aim: 3, spans: () => [plainSpan(200)] },
  'understand span of HTTP': { aim: 3, spans: () => [httpSpan()] },
  'understand model call, 10 messages': { aim: 30, spans: () => [modelCall(10)] },
  'understand samples': { aim: 30, spans: sampleSpans },
};
const ROW = 'understand model call, 10 messages: facet row';

export const understandSuite: Suite = {
  names: [...Object.keys(cases), ROW],

  run(wanted, report) {
    const unit = 'µs/span';
    for (const [name, { aim, spans }] of Object.entries(cases)) {
      if (!wanted(name)) continue;
      const inputs = spans();
      const value = measure(inputs.length, () => {
        for (const input of inputs) normaliseSpan(input, 'row');
      });
      report({ name, value, unit, aim, lessIsBetter: true });
    }
    if (wanted(ROW)) {
      const facets = normaliseSpan(modelCall(10), 'row');
      const value = measure(1, () => toFacetRow(facets));
      report({ name: ROW, value, unit, lessIsBetter: true });
    }
    return Promise.resolve();
  },
};

/** Microseconds a span of processor time, and not the clock's: others may use the machine. */
function measure(spanCount: number, run: () => void): number {
  const rounds = Math.ceil(SPANS_A_REPEAT / spanCount);
  const times: number[] = [];
  for (let repeat = 0; repeat <= REPEATS; repeat++) {
    const before = process.cpuUsage();
    for (let round = 0; round < rounds; round++) run();
    times.push(process.cpuUsage(before).user / (rounds * spanCount));
  }
  // The first one is spent on warming up.
  return median(times.slice(1));
}

function sampleSpans(): NormaliseInput[] {
  return readdirSync(samplesDir)
    .filter((name) => name.endsWith('.jsonl'))
    .flatMap((name) => readFileSync(join(samplesDir, name), 'utf8').split('\n'))
    .filter((line) => line.trim() !== '')
    .flatMap(spansOfJson);
}

function plainSpan(count: number): NormaliseInput {
  const attributes: Record<string, string | number> = {};
  for (let at = 0; at < count; at++) {
    attributes[`app.module${at % 17}.thing.${at}.value`] = at % 3 === 0 ? at : `value ${at}`;
  }
  return spanOf('process order', attributes);
}

function httpSpan(): NormaliseInput {
  return spanOf('GET /users/{id}', {
    'http.request.method': 'GET',
    'url.full': 'https://example.test/users/7',
    'server.address': 'example.test',
    'server.port': 443,
    'http.response.status_code': 200,
    'network.protocol.version': '1.1',
    'user_agent.original': 'agent/1.0',
    'http.route': '/users/{id}',
    'thread.id': 7,
  });
}

function modelCall(messageCount: number): NormaliseInput {
  const text = 'The quick brown fox jumps over the lazy dog. '.repeat(4);
  const messages = Array.from({ length: messageCount }, (_, at) => ({
    role: at % 2 === 0 ? 'user' : 'assistant',
    parts: [{ type: 'text', content: text }],
  }));
  return spanOf('chat gpt-4o', {
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': 'openai',
    'gen_ai.request.model': 'gpt-4o',
    'gen_ai.response.model': 'gpt-4o-2024-08-06',
    'gen_ai.response.id': 'chatcmpl-1',
    'gen_ai.conversation.id': 'session-1',
    'gen_ai.request.temperature': 0.5,
    'gen_ai.request.max_tokens': 500,
    'gen_ai.response.finish_reasons': ['stop'],
    'gen_ai.usage.input_tokens': 700,
    'gen_ai.usage.output_tokens': 70,
    'gen_ai.usage.cache_read.input_tokens': 0,
    'gen_ai.input.messages': JSON.stringify(messages.slice(0, -1)),
    'gen_ai.output.messages': JSON.stringify(messages.slice(-1)),
  });
}
