/** Replaces what a capture tells about the machine it was made on. */
import { homedir, hostname, userInfo } from 'node:os';

import { projectDir } from '../../build/bootstrap/paths.mjs';

/**
 * @param {string} text
 * @param {[from: string, to: string][]} folders the longest first
 */
export function scrub(text, folders) {
  let scrubbed = text;
  for (const [from, to] of folders) scrubbed = scrubbed.replaceAll(from, to);
  scrubbed = scrubbed
    .replaceAll(/\/[^"'\s\\]*\.pyenv\/versions\/[\d.]+/g, '/usr')
    .replaceAll(projectDir, '/app')
    .replaceAll(`${homedir()}/`, '/home/user/')
    .replaceAll(/(?<key>"key":"host\.id","value":{"stringValue":")\w+/g, '$<key>0123456789abcdef')
    .replaceAll(/(?<key>"key":"os\.version","value":{"stringValue":")[^"]+/g, '$<key>6.1.0')
    .replaceAll(
      new RegExp(`("key":"process\\.owner","value":{"stringValue":")${userInfo().username}"`, 'g'),
      '$1user"',
    );
  return scrubbed.replaceAll(hostWord('g'), 'host');
}

/** The machine's name as a word of its own: a short one also stands within Base64. */
function hostWord(/** @type {string} */ flags) {
  const name = hostname().replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(String.raw`(?<![\w+=])${name}(?![\w+=])`, flags);
}

/** What of the machine is still in a text. */
export function leaks(/** @type {string} */ text) {
  const words = [projectDir, `${homedir()}/`, '.pyenv'].filter((word) => text.includes(word));
  return hostWord('').test(text) ? [...words, hostname()] : words;
}
