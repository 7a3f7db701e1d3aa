/** Which setting of a sender records the content that is missing. Source: conventions reference §4, §6. */
import type { ConventionId } from '@domain/facets/convention-id';

export interface RecordingSetting {
  /** As it is written, e.g. an environment variable. */
  readonly setting: string;
  readonly value: string;
  /** What the sender does not record whatever it is set to. */
  readonly limit?: string;
}

const semconv: RecordingSetting = {
  setting: 'OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT',
  value: 'SPAN_ONLY',
};

const settings: Partial<Record<ConventionId, RecordingSetting>> = {
  'otel-genai': semconv,
  openinference: {
    setting: 'OPENINFERENCE_HIDE_INPUTS, OPENINFERENCE_HIDE_OUTPUTS',
    value: 'false',
  },
  traceloop: { setting: 'TRACELOOP_TRACE_CONTENT', value: 'true' },
  'ai-sdk-legacy': {
    setting: 'experimental_telemetry.recordInputs, .recordOutputs',
    value: 'true',
  },
  'ai-sdk-v7': { setting: 'experimental_telemetry.recordInputs, .recordOutputs', value: 'true' },
  'pydantic-ai': { setting: 'InstrumentationSettings(include_content)', value: 'True' },
  'claude-code': {
    setting:
      'OTEL_LOG_RAW_API_BODIES, OTEL_LOG_USER_PROMPTS, OTEL_LOG_TOOL_DETAILS, OTEL_LOG_TOOL_CONTENT',
    value: '1',
  },
  codex: {
    setting: 'otel.log_user_prompt',
    value: 'true',
    limit: 'Codex records prompts, tools and tokens, and never what the model said.',
  },
  'gemini-cli': { setting: 'telemetry.logPrompts', value: 'true' },
  copilot: { setting: 'COPILOT_OTEL_CAPTURE_CONTENT', value: 'true' },
  adk: { setting: 'ADK_CAPTURE_MESSAGE_CONTENT_IN_SPANS', value: 'true' },
  maf: { setting: 'ENABLE_SENSITIVE_DATA', value: 'true' },
  'semantic-kernel': {
    setting: 'SEMANTICKERNEL_EXPERIMENTAL_GENAI_ENABLE_OTEL_DIAGNOSTICS_SENSITIVE',
    value: 'true',
  },
  haystack: { setting: 'HAYSTACK_CONTENT_TRACING_ENABLED', value: 'true' },
  'spring-ai': {
    setting: 'spring.ai.chat.observations.log-prompt, .log-completion',
    value: 'true',
  },
  openlit: { setting: 'openlit.init(capture_message_content)', value: 'True' },
};

/**
 * The setting that records content, by the first convention that has one of its own; the common one
 * else.
 */
export function recordingSetting(conventions: readonly ConventionId[]): RecordingSetting {
  for (const id of conventions) {
    if (id === 'otel-genai') continue;
    const found = settings[id];
    if (found !== undefined) return found;
  }
  return semconv;
}
