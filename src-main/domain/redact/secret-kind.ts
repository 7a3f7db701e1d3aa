export const secretKinds = [
  'privateKey',
  'key',
  'token',
  'password',
  'email',
  'card',
  'address',
  'home',
] as const;

export type SecretKind = (typeof secretKinds)[number];

/** From `start` up to `end` of a text. */
export interface SecretRange {
  readonly start: number;
  readonly end: number;
  readonly kind: SecretKind;
}
