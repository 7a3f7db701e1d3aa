/**
 * What log records tell of an agent's run where it sends no spans. An agent that traces gives
 * its records the ids of their spans; a record without is all there is of what it tells.
 * Source: conventions reference §6 (Claude Code, Codex CLI), §8.1 rule 9, §8.3 rule 7.
 */
import type { LogRecord } from '../../otlp/model';
import { fineLogTime, fromLog, type EventRecord } from '../event-records';
import { readClaudeCodeRecord } from './claude-code-turns';
import { readCodexRecord } from './codex-turns';
import type { TurnRecord } from './turn-record';

interface TurnReader {
  readonly read: (record: EventRecord) => TurnRecord | null;
  /** Records name no prompt, so that those that are traced tell when a turn is over. */
  readonly needsOrder: boolean;
}

const claudeCode: TurnReader = { read: readClaudeCodeRecord, needsOrder: false };
const codex: TurnReader = { read: readCodexRecord, needsOrder: true };

/** The reader of an agent's records, by the scope they come in; null for all other scopes. */
function readerOf(scopeName: string): TurnReader | null {
  if (scopeName === 'com.anthropic.claude_code.events') return claudeCode;
  return scopeName.startsWith('codex_otel') ? codex : null;
}

/**
 * Whether records of that scope may be of turns: all others need not be decoded.
 * @param isTraced the record names a trace
 */
export function mayTellOfTurn(scopeName: string, isTraced: boolean): boolean {
  const reader = readerOf(scopeName);
  return reader !== null && (reader.needsOrder || !isTraced);
}

/** What spans can tell and the store can compare: from 1970 to 2262. */
const MAX_TIME_NS = 2n ** 63n - 1n;

/** Null for a record that is of no turn, or of a time beyond all clocks. */
export function readTurnRecord(scopeName: string, log: LogRecord): TurnRecord | null {
  const reader = readerOf(scopeName);
  if (reader === null) return null;
  const record = fromLog(log);
  const timeNs = fineLogTime(log, record);
  return timeNs < 0n || timeNs > MAX_TIME_NS ? null : reader.read({ ...record, timeNs });
}
