import { claudeCode } from './claude-code/claude-code';
import type { Convention } from './convention';
import { langfuse } from './langfuse';
import { langsmith } from './langsmith';
import { logfire } from './logfire';
import { otelGenAi } from './otel-genai';
import { pydanticAi } from './pydantic-ai';

/**
 * All conventions. The order decides between equals: vendors' own kinds come in the order of the
 * conventions reference §8.1 rule 1, standards after vendors, what is generic last.
 */
export const conventions: readonly Convention[] = [
  langfuse,
  langsmith,
  claudeCode,
  pydanticAi,
  logfire,
  otelGenAi,
];
