/** Values of a statement by name: nothing that was typed ever becomes part of the SQL. */

export type SqlValue = string | number | Uint8Array;

/** SQL that is true or false, over the values it names. */
export interface SqlCondition {
  readonly condition: string;
  readonly values: Readonly<Record<string, SqlValue>>;
}

export class Binder {
  readonly values: Record<string, SqlValue> = {};
  private count = 0;

  /** The placeholder to write in place of the value. */
  add(value: SqlValue): string {
    const name = `filter${this.count}`;
    this.count += 1;
    this.values[name] = value;
    return `:${name}`;
  }
}
