/** What the preload puts on `window.otelier`: the renderer's only way to the shell. */
import { z } from './schema';
import { settingsPatchSchema, type Settings } from './settings';

export const shellMethodSchemas = {
  'settings.get': z.object({}),
  /** Changes the given settings and no others. */
  'settings.set': settingsPatchSchema,
  /** Ports that a variable of the environment sets for this start. */
  'ports.ofEnvironment': z.object({}),
  /** Native dialogs; an empty list where the user cancelled. */
  'dialog.importFiles': z.object({}),
  'dialog.importFolder': z.object({}),
  /** Saves text where the user chooses; false where they cancelled. */
  'dialog.saveText': z.object({ suggestedName: z.string().max(200), text: z.string() }),
  /** The same for bytes. */
  'dialog.saveBytes': z.object({ suggestedName: z.string().max(200), base64: z.string() }),
  'clipboard.writeText': z.object({ text: z.string() }),
  /** Shows a file in the system's file manager. Only paths below the data folder or of an import. */
  'file.show': z.object({ path: z.string().min(1) }),
  'data.show': z.object({}),
  /** Shows the app's log in the system's file manager. */
  'log.show': z.object({}),
  /** Opens a link in the browser: http and https only, after the user confirmed. */
  'link.open': z.object({ url: z.string().max(8000) }),
  /** Asks for a (new) port to the engine; it arrives as a window message. */
  'engine.connect': z.object({ nonce: z.string().min(16).max(64) }),
  'engine.restart': z.object({}),
} as const;

/** Null where the setting holds: no variable is set, or the user chose another port since. */
export interface EnvironmentPorts {
  readonly httpPort: EnvironmentPort | null;
  readonly grpcPort: EnvironmentPort | null;
}

export interface EnvironmentPort {
  readonly port: number;
  /** Name of the variable, e.g. `OTELIER_HTTP_PORT`. */
  readonly variable: string;
}

export interface ShellMethodResults {
  'settings.get': Settings;
  'settings.set': Settings;
  'ports.ofEnvironment': EnvironmentPorts;
  'dialog.importFiles': readonly string[];
  'dialog.importFolder': readonly string[];
  'dialog.saveText': boolean;
  'dialog.saveBytes': boolean;
  'clipboard.writeText': null;
  'file.show': null;
  'data.show': null;
  'log.show': null;
  'link.open': boolean;
  'engine.connect': null;
  'engine.restart': null;
}

export type ShellMethod = keyof typeof shellMethodSchemas;
/** Parameters as a caller writes them. */
export type ShellParams<M extends ShellMethod> = z.input<(typeof shellMethodSchemas)[M]>;

export type EngineProcessState =
  | { readonly state: 'starting' | 'running' | 'restarting' }
  | { readonly state: 'failed'; readonly message: string };

export interface ShellEvents {
  /** A command of the menu was chosen; a `CommandId`. */
  command: string;
  /** Files given on the command line, by the system, or by a second start. */
  openPaths: readonly string[];
  settingsChanged: Settings;
  /** The engine died or is back; ask for a new port on 'running'. */
  engineState: EngineProcessState;
}
export type ShellEventName = keyof ShellEvents;

export interface OtelierShell {
  readonly platform: 'linux' | 'darwin' | 'win32';
  readonly appVersion: string;
  readonly electronVersion: string;
  /** Rejects with a `CallError` as plain data. */
  invoke<M extends ShellMethod>(method: M, params: ShellParams<M>): Promise<ShellMethodResults[M]>;
  /** Calls the listener for every such event from now on; returns what ends that. */
  on<E extends ShellEventName>(event: E, listener: (payload: ShellEvents[E]) => void): () => void;
  /** Paths of dropped files (`webUtils.getPathForFile`, else `File.path`). */
  pathsOf(files: readonly unknown[]): string[];
}
