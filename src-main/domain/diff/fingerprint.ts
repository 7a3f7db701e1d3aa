import { previewOfJson } from '../facets/preview';
import type { Payload, SpanFacets } from '../facets/span-facets';
import type { JsonValue, Message } from '../messages';
import { hashValue } from './hash-value';
import { sketchOf } from './sketch';

/** What a span is compared by without its content; absent where nothing was recorded. */
export interface Fingerprint {
  /** Of what it was given: arguments, query, texts. Model calls have `inputHashes` of messages. */
  readonly inputHash?: number;
  readonly outputHash?: number;
  /** `Sketch` of both, as two 32-bit numbers. */
  readonly sketch?: readonly [high: number, low: number];
}

const SKETCHED_CHARS = 2048;

/** Fingerprint of a span's content, to be stored with its narrow facets. */
export function fingerprintOf(facets: SpanFacets): Fingerprint {
  const { input, output } = contentOf(facets);
  const sketch = sketchOf(`${textOf(input)} ${textOf(output)}`);
  const isCall = facets.kind === 'llm' && facets.model !== null;
  return {
    ...(isCall || input === undefined ? {} : { inputHash: hashValue(input) }),
    ...(isCall || output === undefined ? {} : { outputHash: hashValue(output) }),
    ...(sketch === null ? {} : { sketch: [sketch.high, sketch.low] as const }),
  };
}

interface Content {
  readonly input: JsonValue | undefined;
  readonly output: JsonValue | undefined;
}

function contentOf({ model, tool, retrieval, embedding, input, output }: SpanFacets): Content {
  if (tool !== null && (tool.args !== null || tool.result !== null)) {
    return { input: valueOf(tool.args), output: valueOf(tool.result) };
  }
  if (retrieval !== null) {
    const texts = retrieval.documents.map(({ content }) => content);
    return { input: retrieval.query ?? undefined, output: texts.length > 0 ? texts : undefined };
  }
  if (embedding !== null) return { input: embedding.texts, output: undefined };
  // Where there are messages, values that hold the same are left out of narrow facets.
  return {
    input: textOfMessage(model?.input.at(-1)) ?? valueOf(input[0]),
    output: textOfMessage(model?.output[0]) ?? valueOf(output[0]),
  };
}

function valueOf(payload: Payload | null | undefined): JsonValue | undefined {
  return payload === null || payload === undefined || payload.isRedacted
    ? undefined
    : payload.value;
}

function textOfMessage(message: Message | undefined): JsonValue | undefined {
  if (message === undefined) return undefined;
  return message.parts
    .map((part) => {
      if (part.type === 'text') return part.text;
      if (part.type === 'toolCall') return `${part.name} ${textOf(part.args)}`;
      return part.type === 'toolResult' ? textOf(part.result) : '';
    })
    .join(' ');
}

function textOf(value: JsonValue | undefined): string {
  if (value === undefined) return '';
  const text = typeof value === 'string' ? value : (previewOfJson(value) ?? '');
  return text.slice(0, SKETCHED_CHARS);
}
