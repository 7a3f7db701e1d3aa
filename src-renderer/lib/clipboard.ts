import { shell } from './shell';

/** Puts text on the system clipboard, through the shell: the page itself has no permission. */
export async function copyText(text: string): Promise<void> {
  await shell().invoke('clipboard.writeText', { text });
}
