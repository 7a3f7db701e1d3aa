/** Which names of variables, members, headers and options say that what they hold is a secret. */

/** `weak`: in texts the name is a plain word too, so that the value must look like a secret. */
export type SecretNameStrength = 'strong' | 'weak';

/** Longer names are none. */
export const MAX_NAME_CHARS = 96;

const hint = /pass|pwd|secret|token|key|auth|cookie|credential|jwt|bearer/i;

const strongWord =
  /^(?:.*(?:password|passwd|passphrase|passcode|apikey|secretkey|accesskey|privatekey)s?|pwd|.+(?:secret|token)|authorization|cookies?)$/;
const weakWord = /^(?:secrets?|token|pass|auth|credentials?|jwt|bearer)$/;
/** With one of these before it, a `key` is a secret. */
const beforeKey =
  /^(?:api|access|account|secret|private|signing|signature|encryption|decryption|auth|master|subscription|shared|role|anon|admin|license|deploy|ssh|aes|hmac|webhook|storage|functions?|host|openai|anthropic|claude|gemini|google|mistral|groq|cohere|azure|aws|stripe|github|gitlab|slack|twilio|sendgrid|pinecone|langfuse|langsmith|huggingface|hf)$/;
/** With one of these before it a `token` or `secret` is strong, and `tokens` are secrets. */
const ofAccess =
  /^(?:access|api|auth|bearer|client|refresh|session|secret|id|bot|app|csrf|xsrf|security|personal|github|gitlab|gh|hf|npm|slack|discord|telegram|vault|jwt|user|service|deploy|webhook|shared|signing|x|aws|azure|openai|anthropic)$/;
/** Tokens that are counted, parts of text, or places in a list: whoever has these has no access. */
const notOfAccess =
  /^(?:max|min|num|n|total|prompt|completion|input|output|reasoning|cached|next|prev|previous|page|pagination|continuation|sync|resume|cursor|cancellation|pad|eos|bos|unk|sep|cls|mask|stop|special|first|last|current|per|count|start|end|image|text|audio|new)$/;
/** What is told about a secret that gives nothing of it away. */
const about =
  /^(?:counts?|counter|limits?|usage|types?|kinds?|budget|length|len|names?|ids?|url|uri|arn|ref|endpoint|path|file|filename|dir|ttl|expiry|expires|expired|expiration|policy|strategy|index|idx|estimates?|per|rate|ratio|size|max|min|used|total|cost|price|version|algorithm|alg|header|required|enabled|fields?|keys|columns?|classes|sums?|totals?|prefix|regex|pattern|rotation|window|details|created|updated|changed|age|status|valid|present|provided|error|label|placeholder|hint|description|position|offset|start|end|logprobs?|probability|embedding|method|provider|server|mode|scheme)$/;

/** Of a name in any spelling: `DB_PASSWORD`, `x-api-key`, `clientSecret`; null for any other. */
export function secretNameStrength(name: string): SecretNameStrength | null {
  if (name.length > MAX_NAME_CHARS || !hint.test(name)) return null;
  const words = wordsOf(name);
  let found: SecretNameStrength | null = null;
  words.forEach((word, at) => {
    if (about.test(words[at + 1] ?? '')) return;
    const strength = strengthOfWord(word, words[at - 1] ?? '');
    if (strength === 'strong' || found === null) found = strength;
  });
  return found;
}

function strengthOfWord(word: string, before: string): SecretNameStrength | null {
  if (word === 'key' || word === 'keys') return beforeKey.test(before) ? 'strong' : null;
  if (word === 'tokens') return ofAccess.test(before) ? 'strong' : null;
  if (strongWord.test(word)) return 'strong';
  if (!weakWord.test(word)) return null;
  if (word === 'token' && notOfAccess.test(before)) return null;
  return before !== '' && (word.startsWith('secret') || ofAccess.test(before)) ? 'strong' : 'weak';
}

/** Of a name of two words, such as `API key` or `client secret`. */
export function beginsSecretName(word: string): boolean {
  return beforeKey.test(word.toLowerCase()) || ofAccess.test(word.toLowerCase());
}

function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .map((word) => word.replace(/\d+$/, ''))
    .filter((word) => word !== '');
}

const plainWord =
  /^(?:string|str|text|number|int|integer|float|bool|boolean|object|array|list|dict|any|unknown|bytes|null|none|nil|undefined|true|false|yes|no|required|optional|enabled|disabled|missing|invalid|valid|expired|redacted|hidden|masked|ok|failed|empty|bearer|basic|secret|password|token)[?;,]?$/i;
const placeholder =
  /^(?:[*•x.]{3,}|[|>][+-]?|<[\w -]{1,40}>|\$\{[^}]{1,80}\}?|…|\{\{[^}]{1,80}\}\}|\$[A-Z_][A-Z0-9_]*|%[A-Z_][A-Z0-9_]*%|\[redacted\]|(?:process\.env|import\.meta\.env)\.\w+|process\.env\[.*|os\.(?:environ|getenv)\b.*)[;,)]*$/i;

/** A type, a state, a placeholder, or where it is read from: not the secret itself. */
export function isNoSecret(value: string): boolean {
  return value.length <= 120 && (plainWord.test(value) || placeholder.test(value));
}

/** Of `PWD`, which is a folder in every shell. */
export function isFolderOf(name: string, value: string): boolean {
  return /^(?:old)?pwd$/i.test(name) && /^(?:[/~]|[A-Za-z]:\\)/.test(value);
}

/** Whether the value of a weak name is a secret: a token may be a word or a count as well. */
export function isMeantByWeak(name: string, value: string): boolean {
  if (/^[\d\s.,:%]*$/.test(value)) return value.length >= 8 && !/\D/.test(value);
  if (/secret|credential|jwt|bearer/i.test(name)) return true;
  return !/\s/.test(value) && value.length >= (/\d/.test(value) ? 6 : 8);
}
