import type { ShellEventName, ShellEvents } from '@contract/shell-api';

/**
 * Events to the window. The page may load later than an event happens, or load again: what
 * it must not miss waits here until it listens.
 */
export interface RendererEvents {
  send<E extends ShellEventName>(event: E, payload: ShellEvents[E]): void;
  /** The page listens to an event from now on: sends it what waited. */
  onListen(event: string): void;
  /** The page is gone or loads again: nobody listens. */
  onPageGone(): void;
}

type Payloads = { readonly [E in ShellEventName]: ShellEvents[E][] };

/**
 * What a page that begins to listen gets: every command and file that nobody has got yet, but
 * of a state only the newest, and that again for every page.
 */
const isState: Readonly<Record<ShellEventName, boolean>> = {
  command: false,
  openPaths: false,
  settingsChanged: true,
  engineState: true,
};

/** @param deliver sends to the page that is there now */
export function createRendererEvents(
  deliver: (event: ShellEventName, payload: unknown) => void,
): RendererEvents {
  const listened = new Set<ShellEventName>();
  const kept: Payloads = { command: [], openPaths: [], settingsChanged: [], engineState: [] };

  return {
    send(event, payload) {
      if (isState[event]) kept[event].splice(0);
      if (isState[event] || !listened.has(event)) kept[event].push(payload);
      if (listened.has(event)) deliver(event, payload);
    },
    onListen(event) {
      if (!isEventName(event)) return;
      listened.add(event);
      const waited = isState[event] ? [...kept[event]] : kept[event].splice(0);
      for (const payload of waited) deliver(event, payload);
    },
    onPageGone: () => listened.clear(),
  };
}

function isEventName(name: string): name is ShellEventName {
  return Object.hasOwn(isState, name);
}
