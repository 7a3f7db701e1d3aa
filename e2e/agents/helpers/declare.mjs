/** Tells the stand-in what the program does: it goes to the truth file of the capture. */
import { request } from 'node:http';

/**
 * `declare({ session: 's-1' })`, `declare({ agent: 'planner' })`, `declare({ trace: 'begin' })`, …
 * Not with `fetch`, which may be instrumented.
 * @param {Record<string, unknown>} facts
 * @returns {Promise<void>}
 */
export function declare(facts) {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json' };
    const url = `${process.env['STAND_IN_URL']}/declare`;
    const sent = request(url, { method: 'POST', headers, agent: false }, (response) => {
      response.resume().on('end', () => resolve());
    });
    sent.on('error', reject);
    sent.end(JSON.stringify(facts));
  });
}

/**
 * Wraps a tool: each time it really runs, its arguments and its result are declared.
 * @template A, R
 * @param {string} name
 * @param {(args: A) => R | Promise<R>} execute
 * @returns {(args: A) => Promise<R>}
 */
export function declaredTool(name, execute) {
  return async (args) => {
    const started = (performance.timeOrigin + performance.now()) / 1000;
    try {
      const result = await execute(args);
      await declare({ tool: { name, arguments: args, result, started } });
      return result;
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      await declare({ tool: { name, arguments: args, error: message, started } });
      throw error;
    }
  };
}
