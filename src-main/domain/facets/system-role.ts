import type { MessageRole } from '../messages';

/** The system prompt is sent by either name. */
export function isSystemRole(role: MessageRole): boolean {
  return role === 'system' || role === 'developer';
}
