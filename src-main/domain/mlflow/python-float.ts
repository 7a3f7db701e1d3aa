/**
 * A double as Python's `repr` and `json.dumps` write it: the shortest digits that read back the
 * same, with `.0` where there is no fraction, and an exponent of two digits at least below
 * 0.0001 and from 1e16 on.
 */
export function pythonFloat(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity';
  if (Object.is(value, -0)) return '-0.0';
  const [mantissa = '', exponentText = '0'] = value.toExponential().split('e');
  const exponent = Number(exponentText);
  if (exponent < -4 || exponent >= 16) {
    const digits = String(Math.abs(exponent)).padStart(2, '0');
    return `${mantissa}e${exponent < 0 ? '-' : '+'}${digits}`;
  }
  // Within these bounds JavaScript writes no exponent, except below 1e-6, where Python does too.
  const text = String(value);
  return text.includes('.') ? text : `${text}.0`;
}
