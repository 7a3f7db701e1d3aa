/** All migrations, oldest first. Added to at the end, never changed once released. */
import { initial } from './0001-initial';
import { facets } from './0002-facets';
import { logTurns } from './0003-log-turns';
import { shownFigures } from './0004-shown-figures';
import { annotations } from './0005-annotations';

export interface Migration {
  /** `PRAGMA user_version` of a database it has been applied to. */
  readonly version: number;
  readonly sql: string;
}

export const migrations: readonly Migration[] = [
  { version: 1, sql: initial },
  { version: 2, sql: facets },
  { version: 3, sql: logTurns },
  { version: 4, sql: shownFigures },
  { version: 5, sql: annotations },
];
