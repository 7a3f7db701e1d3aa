import { formatCount } from './format';

/**
 * Failures in words: `1 failure, passed through 3 spans`.
 * @param errorSpans spans with an error status
 * @param passed those of them that only passed on what had failed within
 */
export function failuresText(errorSpans: number, passed: number): string {
  if (passed === 0) {
    return errorSpans === 1
      ? '1 span with an error'
      : `${formatCount(errorSpans)} spans with errors`;
  }
  const failures = errorSpans - passed;
  const what = failures === 1 ? '1 failure' : `${formatCount(failures)} failures`;
  return `${what}, passed through ${formatCount(errorSpans)} spans`;
}
