import { useCommands } from '../../lib/keyboard';
import { toggleMessageText, toggleReasoning } from '../../stores/content-preferences';

/** Keys of whatever shows messages: reasoning, and Markdown or raw text. */
export function useContentCommands(): void {
  useCommands({
    'content.reasoning': toggleReasoning,
    'content.textForm': toggleMessageText,
  });
}
