/**
 * Scalars of OTLP/JSON → the values protobuf holds. Each function returns null where the JSON
 * value is not of the type, so that the caller can say where.
 * Source: protobuf JSON mapping and OTLP's exceptions from it; reference J1–J10.
 */
import { isJsonObject } from './json-text';

const INT64_MIN = -(2n ** 63n);
const INT64_MAX = 2n ** 63n - 1n;
const UINT64_MAX = 2n ** 64n - 1n;

export function jsonInt64(value: unknown): bigint | null {
  const number = jsonInteger(value, true);
  return number !== null && number >= INT64_MIN && number <= INT64_MAX ? number : null;
}

export function jsonUint64(value: unknown): bigint | null {
  const number = jsonInteger(value, false);
  return number !== null && number >= 0n && number <= UINT64_MAX ? number : null;
}

export function jsonInt32(value: unknown): number | null {
  const number = jsonInteger(value, true);
  return number !== null && BigInt.asIntN(32, number) === number ? Number(number) : null;
}

export function jsonUint32(value: unknown): number | null {
  const number = jsonInteger(value, false);
  return number !== null && BigInt.asUintN(32, number) === number ? Number(number) : null;
}

/** A number, a numeric string, or the three names JSON has no number for (J10). */
export function jsonDouble(value: unknown): number | null {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string') return null;
  if (value === 'NaN') return Number.NaN;
  if (value === 'Infinity') return Number.POSITIVE_INFINITY;
  if (value === '-Infinity') return Number.NEGATIVE_INFINITY;
  return decimal.test(value) ? Number(value) : null;
}

const decimal = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;
const integer = /^[+-]?\d+$/;

/** Longer ones cannot be 64 bits, and parsing takes quadratic time. */
const MAX_DIGITS = 100;

/** A number, a string (J5), or the halves that JS exporters 0.44 sent (J7). */
function jsonInteger(value: unknown, signed: boolean): bigint | null {
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value) : null;
  if (typeof value === 'string') {
    if (value.length > MAX_DIGITS) return null;
    if (integer.test(value)) return BigInt(value.startsWith('+') ? value.slice(1) : value);
    const number = decimal.test(value) ? Number(value) : Number.NaN;
    return Number.isInteger(number) ? BigInt(number) : null;
  }
  if (!isJsonObject(value)) return null;
  const { low, high } = value;
  if (typeof low !== 'number' || typeof high !== 'number') return null;
  const bits = (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);
  return signed ? BigInt.asIntN(64, bits) : bits;
}
