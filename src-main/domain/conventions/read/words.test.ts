import { describe, expect, it } from 'vitest';

import { canonicalFinishReason } from './finish-reason';
import { canonicalProvider } from './provider';
import { roleOf } from './role';

describe('words of senders in one spelling', () => {
  it.each([
    ['end_turn', 'stop'],
    ['STOP', 'stop'],
    ['FinishReason.STOP', 'stop'],
    ['stop_sequence', 'stop'],
    ['tool-calls', 'tool_calls'],
    ['tool_use', 'tool_calls'],
    ['MAX_TOKENS', 'length'],
    ['max_output_tokens', 'length'],
    ['SAFETY', 'content_filter'],
    ['content-filter', 'content_filter'],
    ['MALFORMED_FUNCTION_CALL', 'error'],
    ['pause_turn', 'pause_turn'],
  ])('finish reason %s is %s', (raw, canonical) => {
    expect(canonicalFinishReason(raw)).toBe(canonical);
  });

  it.each([
    ['openai.responses', 'openai'],
    ['openai.chat', 'openai'],
    ['OpenAI', 'openai'],
    ['az.ai.openai', 'azure.ai.openai'],
    ['azure.ai.openai', 'azure.ai.openai'],
    ['amazon-bedrock', 'aws.bedrock'],
    ['aws.bedrock', 'aws.bedrock'],
    ['google.generative-ai', 'gcp.gemini'],
    ['gcp.gemini', 'gcp.gemini'],
    ['google.vertex.chat', 'gcp.vertex_ai'],
    ['gcp.vertex_ai', 'gcp.vertex_ai'],
    ['anthropic.messages', 'anthropic'],
    ['Ollama', 'ollama'],
    ['my-gateway', 'my-gateway'],
  ])('provider %s is %s', (raw, canonical) => {
    expect(canonicalProvider(raw)).toBe(canonical);
  });

  it.each([
    ['human', 'user'],
    ['AIMessage', 'assistant'],
    ['model', 'assistant'],
    ['MessageRole.SYSTEM', 'system'],
    ['developer', 'developer'],
    ['function', 'tool'],
    ['tool-call', 'assistant'],
    ['tool-response', 'user'],
    ['__proto__', null],
    ['narrator', null],
  ])('role %s is %s', (raw, role) => {
    expect(roleOf(raw)).toBe(role);
  });
});
