import type { Settings } from '@contract/settings';
import { defaultSettings } from '@contract/default-settings';

import { currentSettings, saveSettings, useSettings } from './settings';

export type MessageText = Settings['messageText'];

/** Whether texts of messages are drawn as Markdown or shown as they are; kept in the settings. */
export function useMessageText(): MessageText {
  return (useSettings() ?? defaultSettings).messageText;
}

/** Whether what models thought is shown; kept in the settings. */
export function useShowReasoning(): boolean {
  return (useSettings() ?? defaultSettings).showReasoning;
}

export function setMessageText(messageText: MessageText): void {
  void saveSettings({ messageText });
}

/** From Markdown to raw text, or back. */
export function toggleMessageText(): void {
  const { messageText } = currentSettings() ?? defaultSettings;
  setMessageText(messageText === 'raw' ? 'markdown' : 'raw');
}

export function toggleReasoning(): void {
  const { showReasoning } = currentSettings() ?? defaultSettings;
  void saveSettings({ showReasoning: !showReasoning });
}
