/**
 * The only globals beyond ECMAScript that the domain and the contract may use. They exist
 * in every environment the code runs in (Node, Electron, browsers) and touch nothing outside.
 */

declare class TextEncoder {
  encode(input?: string): Uint8Array;
  encodeInto(source: string, destination: Uint8Array): { read: number; written: number };
}

declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean });
  decode(input?: ArrayBufferView | ArrayBuffer, options?: { stream?: boolean }): string;
}
