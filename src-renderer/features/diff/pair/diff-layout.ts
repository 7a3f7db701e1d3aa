/** How the two sides stand: beside each other, or as one text with both in it. */
export type DiffLayout = 'sideBySide' | 'inline';

/** Which side there is, where there is only one. */
export type OnlySide = 'a' | 'b' | null;
