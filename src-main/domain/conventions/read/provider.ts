const aliases: ReadonlyMap<string, string> = new Map([
  ['az.ai.openai', 'azure.ai.openai'],
  ['az.ai.inference', 'azure.ai.inference'],
  ['azure', 'azure.ai.openai'],
  ['azure_openai', 'azure.ai.openai'],
  ['azure-openai', 'azure.ai.openai'],
  ['azureopenai', 'azure.ai.openai'],
  ['azure_ai_inference', 'azure.ai.inference'],
  ['azure_ai', 'azure.ai.inference'],
  ['amazon-bedrock', 'aws.bedrock'],
  ['amazon_bedrock', 'aws.bedrock'],
  ['bedrock', 'aws.bedrock'],
  ['bedrock_converse', 'aws.bedrock'],
  ['aws_bedrock', 'aws.bedrock'],
  ['aws', 'aws.bedrock'],
  ['google', 'gcp.gemini'],
  ['gemini', 'gcp.gemini'],
  ['google_genai', 'gcp.gemini'],
  ['google-genai', 'gcp.gemini'],
  ['google-gla', 'gcp.gemini'],
  ['googleai', 'gcp.gemini'],
  ['google_ai', 'gcp.gemini'],
  ['google.generative-ai', 'gcp.gemini'],
  ['google-generative-ai', 'gcp.gemini'],
  ['vertex_ai', 'gcp.vertex_ai'],
  ['vertexai', 'gcp.vertex_ai'],
  ['vertex', 'gcp.vertex_ai'],
  ['google_vertexai', 'gcp.vertex_ai'],
  ['google-vertex', 'gcp.vertex_ai'],
  ['google.vertex', 'gcp.vertex_ai'],
  ['mistral', 'mistral_ai'],
  ['mistralai', 'mistral_ai'],
  ['xai', 'x_ai'],
  ['x.ai', 'x_ai'],
  ['grok', 'x_ai'],
  ['watsonx', 'ibm.watsonx.ai'],
  ['ibm_watsonx', 'ibm.watsonx.ai'],
  ['together', 'together_ai'],
  ['togetherai', 'together_ai'],
  ['claude', 'anthropic'],
]);

/** AI SDK names the API behind the provider, e.g. `openai.responses`. */
const apiSuffix =
  /\.(chat|responses|messages|completion|completions|embedding|embeddings|image|generative-ai|text-embedding|reranking|transcription|speech)$/;

/**
 * The provider in lower case and in the spelling of the semantic conventions, e.g. `aws.bedrock`,
 * `azure.ai.openai`, `gcp.gemini`; one that is not known as sent.
 */
export function canonicalProvider(raw: string): string {
  const word = raw.trim().toLowerCase();
  const known = aliases.get(word);
  if (known !== undefined) return known;
  const bare = word.replace(apiSuffix, '');
  return aliases.get(bare) ?? bare;
}
