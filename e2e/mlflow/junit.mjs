/** Reads the numbers of pytest's JUnit report. */

/**
 * @param {string} xml
 * @returns {{ passed: number, failed: number, skipped: string[] }}
 */
export function readCounts(xml) {
  const [head = ''] = /<testsuite [^>]*>/.exec(xml) ?? [];
  const of = (/** @type {string} */ name) =>
    Number(new RegExp(`\\b${name}="(\\d+)"`).exec(head)?.[1] ?? 0);
  const failed = of('failures') + of('errors');
  const skipped = [...xml.matchAll(/<testcase ([^>]*[^/])>\s*<skipped/g)].map(
    ([, attributes = '']) => /\bname="([^"]*)"/.exec(attributes)?.[1] ?? 'a test',
  );
  return { passed: Math.max(of('tests') - failed - of('skipped'), 0), failed, skipped };
}
