import { adk } from './adk';
import { aiSdkLegacy } from './ai-sdk-legacy';
import { aiSdkV7 } from './ai-sdk-v7';
import { anthropic } from './anthropic';
import { autogen } from './autogen';
import { braintrust } from './braintrust';
import { claudeCode } from './claude-code/claude-code';
import { codex } from './codex';
import type { Convention } from './convention';
import { copilot } from './copilot';
import { crewai } from './crewai';
import { geminiCli } from './gemini-cli';
import { genkit } from './genkit';
import { haystack } from './haystack';
import { langfuse } from './langfuse';
import { langsmith } from './langsmith';
import { livekit } from './livekit';
import { llamaindex } from './llamaindex';
import { logfire } from './logfire';
import { maf } from './maf';
import { mastra } from './mastra';
import { openlit } from './openlit';
import { mcp } from './mcp';
import { mlflow } from './mlflow';
import { openInference } from './openinference';
import { otelGenAi } from './otel-genai';
import { pydanticAi } from './pydantic-ai';
import { semanticKernel } from './semantic-kernel';
import { smolagents } from './smolagents';
import { springAi } from './spring-ai';
import { strands } from './strands';
import { traceloop } from './traceloop';
import { weave } from './weave';

/**
 * All conventions. The order decides between equals: vendors' own kinds come in the order of the
 * conventions reference §8.1 rule 1, standards after vendors, what is generic last.
 */
export const conventions: readonly Convention[] = [
  smolagents,
  langfuse,
  openInference,
  mlflow,
  langsmith,
  mastra,
  genkit,
  braintrust,
  claudeCode,
  anthropic,
  codex,
  geminiCli,
  copilot,
  adk,
  strands,
  maf,
  semanticKernel,
  pydanticAi,
  logfire,
  crewai,
  autogen,
  llamaindex,
  haystack,
  springAi,
  livekit,
  weave,
  openlit,
  traceloop,
  otelGenAi,
  aiSdkLegacy,
  aiSdkV7,
  mcp,
];
