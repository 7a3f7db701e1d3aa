/**
 * What a span means, in MLflow's words: for spans that no SDK of MLflow sent. Type, inputs and
 * outputs as MLflow's own translators give them, messages as OpenAI's API has them, which its
 * views read (mlflow.md §2, §7).
 */
import { isObject } from '../conventions/json-value';
import type { ModelCall, Payload, SpanFacets, Usage } from '../facets/span-facets';
import { spanTypesOf } from '../filter-language/span-types';
import type { JsonValue, RankedDocument } from '../messages';
import type { UnderstoodSpan } from './attribute-json';
import { messagesToOpenAi } from './openai-messages';

/** Span type, inputs, outputs, tokens and model of a span as they are understood. */
export function understoodSpan(facets: SpanFacets): UnderstoodSpan {
  const { kind, model, usage } = facets;
  return {
    // The last one is the finest: a model call is a `CHAT_MODEL`.
    spanType: spanTypesOf(null, kind).at(-1) ?? null,
    inputs: inputsOf(facets),
    outputs: outputsOf(facets),
    tokenUsage: usage === null ? undefined : tokenUsageOf(usage),
    model: model?.responseModel ?? model?.requestModel ?? undefined,
    provider: model?.provider ?? undefined,
  };
}

function inputsOf({ model, tool, retrieval, embedding, input }: SpanFacets): JsonValue | undefined {
  if (model !== null && model.system.length + model.input.length > 0) return requestOf(model);
  if (tool !== null && tool.args !== null) return tool.args.value;
  if (input.length > 0) return valueOf(input);
  if (retrieval !== null && retrieval.query !== null) return { query: retrieval.query };
  return embedding === null || embedding.texts.length === 0 ? undefined : embedding.texts;
}

function outputsOf({ model, tool, retrieval, output }: SpanFacets): JsonValue | undefined {
  if (model !== null && model.output.length > 0) return responseOf(model);
  if (tool !== null && tool.result !== null) return tool.result.value;
  if (retrieval !== null && retrieval.documents.length > 0) {
    return retrieval.documents.map(documentOf);
  }
  return valueOf(output);
}

/** Of several the first is the one that is shown. */
function valueOf([payload]: readonly Payload[]): JsonValue | undefined {
  return payload?.value;
}

function requestOf({ requestModel, system, input, toolDefinitions }: ModelCall): JsonValue {
  return {
    ...(requestModel === null ? {} : { model: requestModel }),
    messages: messagesToOpenAi([...system, ...input]),
    ...(toolDefinitions.length === 0
      ? {}
      : {
          tools: toolDefinitions.map(({ name, description, parameters }) => ({
            type: 'function',
            function: { name, description, parameters },
          })),
        }),
  };
}

function responseOf({ responseModel, output, finishReasons }: ModelCall): JsonValue {
  const choices = messagesToOpenAi(output).map((message, index) => ({
    index,
    message,
    finish_reason: output[index]?.finishReason ?? finishReasons[index] ?? finishReasons[0] ?? null,
  }));
  return { ...(responseModel === null ? {} : { model: responseModel }), choices };
}

/** As `mlflow/entities/document.py` has it. */
function documentOf({ id, content, score, metadata }: RankedDocument): JsonValue {
  return {
    page_content: content,
    metadata: {
      ...(isObject(metadata) ? metadata : {}),
      ...(score === null ? {} : { score }),
    },
    id,
  };
}

function tokenUsageOf(usage: Usage): JsonValue | undefined {
  const { input, output, total, cacheRead, cacheWrite } = usage;
  if (input === null && output === null && total === null) return undefined;
  return {
    input_tokens: input ?? 0,
    output_tokens: output ?? 0,
    total_tokens: total ?? (input ?? 0) + (output ?? 0),
    ...(cacheRead === null ? {} : { cache_read_input_tokens: cacheRead }),
    ...(cacheWrite === null ? {} : { cache_creation_input_tokens: cacheWrite }),
  };
}
