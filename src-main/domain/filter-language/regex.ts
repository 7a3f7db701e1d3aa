/** Regular expressions of RLIKE. MLflow's are Python's; what these write otherwise is translated. */

const inlineFlags = /^\(\?([ims]+)\)/;

/** Null where the pattern is no regular expression. */
export function compileRegex(pattern: string): RegExp | null {
  const flags = inlineFlags.exec(pattern)?.[1] ?? '';
  const source = pattern
    .replace(inlineFlags, '')
    .replace(/\(\?P</g, '(?<')
    .replace(/(^|[^\\])((?:\\\\)*)\\A/g, '$1$2^')
    .replace(/(^|[^\\])((?:\\\\)*)\\Z/g, '$1$2$$');
  const ownFlags = [...new Set(flags)].join('');
  // Unicode's own rules refuse what Python takes, such as \_ for an underscore.
  return compiled(source, `${ownFlags}u`) ?? compiled(source, ownFlags);
}

/** Whether the pattern is a regular expression. */
export function isRegex(pattern: string): boolean {
  return compileRegex(pattern) !== null;
}

function compiled(source: string, flags: string): RegExp | null {
  try {
    return new RegExp(source, flags);
  } catch {
    return null;
  }
}

/**
 * The power of the text's length that looking for the pattern may take; infinite where it may be
 * exponential. An estimate from above: a search may begin anywhere, each repetition end anywhere,
 * and each alternative be tried in vain.
 */
export function regexDegree(pattern: string): number {
  const plain = pattern
    .replace(/\\[\s\S]/g, (escaped) => (/\\[1-9k]/.test(escaped) ? '\u0001' : '_'))
    .replace(/\[[^\]]*\]/g, '_')
    .replace(/\(\?(?:[:=!]|<[=!]|P?<\w+>)/g, '(');
  const choices = plain.match(/[*+?|]|\{\d+(?:,\d*)?\}/g)?.length ?? 0;
  const repeatsGroup = /\)(?:[*+?]|\{\d)/.test(plain);
  const refersBack = plain.includes('\u0001');
  return refersBack || (repeatsGroup && choices > 1) ? Number.POSITIVE_INFINITY : choices + 1;
}
