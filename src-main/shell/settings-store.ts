import { copyFileSync, existsSync, readFileSync } from 'node:fs';

import { ContractError } from '@contract/errors';
import {
  defaultSettings,
  settingsSchema,
  type Settings,
  type SettingsPatch,
} from '@contract/settings';

import { writeFileAtomically } from './atomic-file';

export interface SettingsStore {
  get(): Settings;
  /**
   * Changes the given settings, saves all and tells the listeners.
   * @throws ContractError `io` where they cannot be saved; nothing is changed then
   */
  update(patch: SettingsPatch): Settings;
  onChange(listener: (settings: Settings) => void): void;
}

type JsonObject = Readonly<Record<string, unknown>>;

/**
 * Opens the settings kept as JSON in `file`. A file that is no JSON object gives way to the
 * defaults, a single setting that makes no sense to its default; either way the file as it was
 * is kept beside it as `<file>.bad`. Keys that this version does not know stay in the file.
 * @param warn gets one sentence for what was set aside
 */
export function openSettingsStore(file: string, warn: (sentence: string) => void): SettingsStore {
  const listeners: ((settings: Settings) => void)[] = [];
  let { stored, settings } = load(file, warn);

  return {
    get: () => settings,
    update(patch) {
      const given = Object.entries(patch).filter(([, value]) => value !== undefined);
      const next = settingsSchema.parse({ ...settings, ...Object.fromEntries(given) });
      const nextStored = { ...stored, ...next };
      try {
        writeFileAtomically(file, `${JSON.stringify(nextStored, null, 2)}\n`);
      } catch (error) {
        throw new ContractError(
          'io',
          `Settings could not be saved to ${file} (${String(error)}). Nothing was changed; ` +
            'check that the disk has room and the folder can be written to.',
        );
      }
      stored = nextStored;
      settings = next;
      for (const listener of listeners) listener(settings);
      return settings;
    },
    onChange: (listener) => void listeners.push(listener),
  };
}

interface Loaded {
  /** What the file holds, unknown keys included. */
  readonly stored: JsonObject;
  readonly settings: Settings;
}

function load(file: string, warn: (sentence: string) => void): Loaded {
  if (!existsSync(file)) return { stored: {}, settings: defaultSettings };
  const found = readJsonObject(file);
  const parsed = settingsSchema.safeParse(found ?? {});
  if (found !== null && parsed.success) return { stored: found, settings: parsed.data };

  const bad = new Set(parsed.error?.issues.map((issue) => String(issue.path[0])));
  const stored = Object.fromEntries(Object.entries(found ?? {}).filter(([key]) => !bad.has(key)));
  const reason =
    found === null ? 'is not a JSON object' : `has values that do not fit: ${[...bad].join(', ')}`;
  try {
    copyFileSync(file, `${file}.bad`);
    writeFileAtomically(file, `${JSON.stringify(stored, null, 2)}\n`);
    warn(`${file} ${reason}. Defaults are used in their place; the file is kept as ${file}.bad.`);
  } catch (error) {
    warn(`${file} ${reason}. Defaults are used in their place (${String(error)}).`);
  }
  return { stored, settings: settingsSchema.parse(stored) };
}

/** Null where the file cannot be read as a JSON object. */
function readJsonObject(file: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? { ...value } : null;
  } catch {
    return null;
  }
}
