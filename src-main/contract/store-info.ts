/** Something about the store that the user must know, shown as a banner until dismissed. */
export interface StoreNotice {
  readonly code: 'corrupt-set-aside' | 'migrated' | 'salvaged';
  /** One or two sentences: what happened, what was kept, what to do. */
  readonly message: string;
  /** The file the notice is about (set-aside database, backup). */
  readonly path: string;
}

export interface StoreInfo {
  readonly state: 'opening' | 'migrating' | 'open' | 'refused';
  readonly path: string;
  /** Size of the database, with what still lies in its log; of the file until it is open. */
  readonly bytes: number;
  readonly traces: number;
  readonly spans: number;
  readonly logRecords: number;
  readonly notices: readonly StoreNotice[];
  /** Why the database was refused, e.g. it was written by a newer version; '' else. */
  readonly refusal: string;
}
