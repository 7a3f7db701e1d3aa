const PRIME = 0x100000001b3n;
const OFFSETS = [0xcbf29ce484222325n, 0x6c62272e07bb0142n];

/** 32 hex digits that depend on the text alone: FNV-1a twice. No defence against who means harm. */
export function stableId(text: string): string {
  return OFFSETS.map((offset) => {
    let hash = offset;
    for (let at = 0; at < text.length; at++) {
      hash = BigInt.asUintN(64, (hash ^ BigInt(text.charCodeAt(at))) * PRIME);
    }
    return hash.toString(16).padStart(16, '0');
  }).join('');
}
