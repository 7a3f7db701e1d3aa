import { ContractError } from '@contract/errors';

const WAITS_MS = [100, 300, 600];

/**
 * Says something of a trace. SDKs send traces in the background, so that what a program says of
 * one right after it may overtake it: a trace that is not there is waited for, a little.
 * @throws ContractError by rejection, as the change does
 */
export async function onceThere<T>(change: () => Promise<T>): Promise<T> {
  for (const waitMs of WAITS_MS) {
    try {
      return await change();
    } catch (error) {
      if (!(error instanceof ContractError) || error.code !== 'not_found') throw error;
      await new Promise((resolve) => setTimeout(resolve, waitMs));
    }
  }
  return change();
}
