import type { Settings } from '@contract/settings';
import { defaultSettings } from '@contract/default-settings';

import { saveSettings, useSettings } from './settings';

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

export function setShowReasoning(showReasoning: boolean): void {
  void saveSettings({ showReasoning });
}
