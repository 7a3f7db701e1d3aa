/**
 * A regular expression run with a limit. V8's can take exponential time, and a thread that runs one
 * cannot be told to stop, so what may be slow runs in a context of its own with a time limit.
 */
import { createContext, Script } from 'node:vm';

import { ContractError } from '@contract/errors';
import { compileRegex, regexDegree } from '@domain/filter-language/regex';

/** Longer texts are searched up to here. */
const MAX_TEXT_LENGTH = 100_000;
/** Steps that are taken without a limit of time: some milliseconds. */
const MAX_FREE_STEPS = 1e6;
const TIMEOUT_MS = 50;
/** Texts that may run into the limit before the whole search is given up. */
const MAX_TIMEOUTS = 20;

const script = new Script('regex.test(text)');

export class RegexSearch {
  private readonly regex: RegExp | null;
  private readonly degree: number;
  private context: { regex: RegExp; text: string } | null = null;
  private timeouts = 0;

  /** A pattern that is none is found nowhere, as in MLflow. */
  constructor(pattern: string) {
    this.regex = compileRegex(pattern);
    this.degree = regexDegree(pattern);
  }

  /** @throws ContractError where the expression takes too long on many texts */
  test(whole: string): boolean {
    if (this.regex === null) return false;
    const text = whole.slice(0, MAX_TEXT_LENGTH);
    if (Math.max(text.length, 2) ** this.degree <= MAX_FREE_STEPS) return this.regex.test(text);
    return this.testWithin(this.regex, text);
  }

  private testWithin(regex: RegExp, text: string): boolean {
    this.context ??= createContext({ regex, text: '' }) as { regex: RegExp; text: string };
    this.context.text = text;
    try {
      return script.runInContext(this.context, { timeout: TIMEOUT_MS }) === true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
      this.timeouts += 1;
      if (this.timeouts < MAX_TIMEOUTS) return false;
      this.timeouts = 0;
      throw new ContractError(
        'bad_params',
        'This regular expression takes too long. Write it with fewer repetitions within each other.',
      );
    }
  }
}
