import type { Measurement } from './measurement';

/** A plain table of all measurements, one a line, with the share of the floor reached. */
export function formatTable(measurements: readonly Measurement[]): string {
  const rows = measurements.map((measurement) => [
    measurement.name,
    figure(measurement.value),
    measurement.unit,
    measurement.floor === undefined ? '' : figure(measurement.floor),
    measurement.floor === undefined
      ? ''
      : `${Math.round((measurement.value / measurement.floor) * 100)} %`,
    measurement.aim === undefined
      ? ''
      : `${measurement.lessIsBetter === true ? '≤' : '≥'} ${figure(measurement.aim)}`,
  ]);
  const table = [['measurement', 'value', 'unit', 'floor', 'of floor', 'aim'], ...rows];
  const widths = [0, 1, 2, 3, 4, 5].map((column) =>
    Math.max(...table.map((row) => (row[column] ?? '').length)),
  );
  return table
    .map((row) =>
      row
        .map((cell, column) => {
          const width = widths[column] ?? 0;
          return column === 0 || column === 2 ? cell.padEnd(width) : cell.padStart(width);
        })
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function figure(value: number): string {
  const digits =
    Math.abs(value) <= 1 ? 4 : Math.abs(value) < 10 ? 2 : Math.abs(value) < 100 ? 1 : 0;
  return value.toLocaleString('en-US', { maximumFractionDigits: digits });
}
