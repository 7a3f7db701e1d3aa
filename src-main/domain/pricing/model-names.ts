/** Names under which providers and clouds know the same model. */

/** Longer names are no model's. */
const MAX_NAME_LENGTH = 300;

/** Names of one provider; those not listed stand for themselves. */
const canonicalProviders: ReadonlyMap<string, string> = new Map(
  Object.entries({
    openai: ['azure', 'azure_openai', 'azure.ai.openai', 'az.ai.openai', 'azureopenai'],
    anthropic: ['claude'],
    google: ['gemini', 'google_genai', 'googleai', 'gcp.gemini', 'gcp.gen_ai', 'google_ai_studio'],
    mistral: ['mistral_ai', 'mistralai'],
    cohere: ['cohere_chat'],
    xai: ['x_ai', 'x-ai', 'grok'],
    deepseek: ['deep_seek'],
    'aws.bedrock': [
      'aws',
      'aws_bedrock',
      'bedrock',
      'bedrock_converse',
      'amazon',
      'amazon_bedrock',
      'amazon-bedrock',
      'amazon.bedrock',
      'amazon_nova',
    ],
    zai: ['z.ai', 'z_ai', 'zhipu', 'zhipuai'],
    perplexity: ['perplexity_ai', 'pplx'],
    together: ['together_ai', 'togetherai'],
    fireworks: ['fireworks_ai'],
    moonshot: ['moonshot_ai', 'moonshotai', 'kimi'],
    alibaba: ['dashscope', 'qwen', 'alibaba_cloud'],
    voyage: ['voyageai', 'voyage_ai'],
    jina: ['jina_ai', 'jinaai'],
    lmstudio: ['lm_studio', 'lm-studio', 'lm studio'],
    'llama.cpp': ['llamacpp', 'llama_cpp', 'llama-cpp', 'llama_cpp_python', 'llamafile'],
    localai: ['local_ai', 'local'],
  }).flatMap(([canonical, names]) => names.map((name) => [name, canonical] as const)),
);

/** Clouds that sell models of several makers, and frameworks and gateways named as provider. */
const resellers: ReadonlySet<string> = new Set([
  'aws.bedrock',
  'gcp',
  'gcp.vertex_ai',
  'gcp.vertex',
  'vertex',
  'vertex_ai',
  'vertexai',
  'google_vertexai',
  'google-vertex',
  'google.vertex',
  'azure.ai.inference',
  'az.ai.inference',
  'azure_ai',
  'azure-ai',
  'azure_ai_foundry',
  'microsoft.foundry',
  'openrouter',
  'litellm',
  'strands-agents',
  'strands',
  'langchain',
  'llamaindex',
  'llama_index',
  'portkey',
  'vercel',
  'gateway',
  'github',
  'github_copilot',
  'unknown',
]);

/** By the beginning of a model's name. */
const makers: readonly (readonly [prefix: RegExp, maker: string])[] = [
  [/^(claude|anthropic)/, 'anthropic'],
  [/^(gpt|chatgpt|o[1345](-|$)|text-embedding|codex|computer-use|openai|ft:gpt)/, 'openai'],
  [/^(gemini|gemma|google|text-embedding-00)/, 'google'],
  [/^(mistral|mixtral|codestral|ministral|magistral|devstral|pixtral|open-mi)/, 'mistral'],
  [/^(command|cohere|embed-|rerank-)/, 'cohere'],
  [/^(grok|xai|x-ai)/, 'xai'],
  [/^deepseek/, 'deepseek'],
  [/^(nova|titan|amazon)/, 'aws.bedrock'],
  [/^glm/, 'zai'],
  [/^sonar/, 'perplexity'],
  [/^voyage/, 'voyage'],
  [/^(llama|meta)/, 'meta'],
  [/^(qwen|alibaba)/, 'alibaba'],
  [/^(kimi|moonshot)/, 'moonshot'],
];

/**
 * Providers a row may be of, the span's own first: `azure` is `openai`; behind a cloud or a gateway
 * also the maker of the model. Empty where the span tells none and the name gives none away.
 */
export function providerForms(provider: string | null, model: string): readonly string[] {
  // `openai.responses`, `anthropic.messages`: the part behind the dot tells the API.
  const raw = (provider ?? '').trim().toLowerCase().slice(0, MAX_NAME_LENGTH);
  const known = canonicalProviders.get(raw) ?? raw;
  const isCloud = resellers.has(known) || cloudPrefix.test(raw);
  const own = isCloud ? known : (canonicalProviders.get(raw) ?? apiOf.exec(raw)?.[1] ?? raw);
  const maker = isCloud || own === '' ? makerOf(model) : null;
  return [own, maker].filter((each): each is string => each !== null && each !== '');
}

/** `openai.responses`, `anthropic.messages`: the part behind the dot tells the API. */
const apiOf =
  /^(openai|anthropic|google|mistral|cohere|xai|azure|groq|deepseek|ollama|perplexity)[./]/;
const cloudPrefix = /^(google|gcp|azure|aws|amazon)[.-](vertex|ai\.inf|bed)/;

function makerOf(model: string): string | null {
  const forms = modelForms(model);
  const plain = forms.at(-1) ?? '';
  return makers.find(([prefix]) => prefix.test(plain))?.[1] ?? null;
}

/**
 * A model's names from the one sent to the plainest, in lower case: without `models/` and the like,
 * the clouds' region and maker, version, and date or `-latest`.
 * `us.anthropic.claude-sonnet-4-5-20250929-v1:0` ends as `claude-sonnet-4-5`.
 */
export function modelForms(model: string): readonly string[] {
  const forms: string[] = [];
  const add = (name: string): string => {
    if (name !== '' && !forms.includes(name)) forms.push(name);
    return name;
  };
  const sent = add(model.trim().toLowerCase().slice(0, MAX_NAME_LENGTH));
  // `models/gemini-2.5-pro`, `openai/gpt-4o`, `arn:aws:bedrock:…/us.anthropic.claude-…`
  const unpathed = add(sent.slice(sent.lastIndexOf('/') + 1));
  const unprefixed = add(
    unpathed.replace(
      /^(?:(?:us|eu|apac|au|jp|ca|global|us-gov)\.)?(?:anthropic|amazon|meta|mistral|cohere|ai21|deepseek|openai|qwen|writer)\./,
      '',
    ),
  );
  // Bedrock's `-v1:0`, Vertex' `-v2@20241022`
  const unversioned = add(
    unprefixed.replace(/-v\d+:\d+(?::\d+k)?$/, '').replace(/(?:-v\d)?@/, '-'),
  );
  const undated = add(
    unversioned
      .replace(/[-:]latest$/, '')
      .replace(/-(?:20\d{6}|20\d\d-\d\d-\d\d)$/, '')
      .replace(/-preview-\d\d-\d\d$/, ''),
  );
  // `claude-sonnet-4.5` (OpenRouter), `claude-4-5-sonnet`, `claude-opus-4-0`, `gpt-4-1` (Azure)
  if (undated.startsWith('claude')) {
    add(
      undated
        .replaceAll('.', '-')
        .replace(/^claude-([4-9](?:-\d)?)-([a-z]+)$/, 'claude-$2-$1')
        .replace(/^(claude-[a-z]+-\d)-0$/, '$1'),
    );
  }
  add(undated.replace(/^gpt-(\d)-(\d)(?=$|-)/, 'gpt-$1.$2').replace(/^gpt-35-/, 'gpt-3.5-'));
  return forms;
}
