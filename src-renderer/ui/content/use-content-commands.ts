import { useCommands } from '../../lib/keyboard';
import {
  setMessageText,
  setShowReasoning,
  useMessageText,
  useShowReasoning,
} from '../../stores/content-preferences';

/** Keys of whatever shows messages: reasoning, and Markdown or raw text. */
export function useContentCommands(): void {
  const text = useMessageText();
  const isReasoningShown = useShowReasoning();
  useCommands({
    'content.reasoning': () => setShowReasoning(!isReasoningShown),
    'content.textForm': () => setMessageText(text === 'raw' ? 'markdown' : 'raw'),
  });
}
