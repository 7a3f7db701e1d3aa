/** Which program listens on a port, as far as the system tells. */
import { execFile } from 'node:child_process';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { basename } from 'node:path';

import type { PortHolder } from '@contract/receiver-status';

const TIME_LIMIT_MS = 2_000;
const MAX_OUTPUT_BYTES = 4 * 1024 * 1024;

/** Looks up who listens on a TCP port of this machine. Null where unknown; never rejects. */
export async function findPortHolder(
  port: number,
  platform: NodeJS.Platform = process.platform,
): Promise<PortHolder | null> {
  const search = platform === 'win32' ? onWindows : platform === 'linux' ? onLinux : withLsof;
  let timer: NodeJS.Timeout | undefined;
  const timeUp = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), TIME_LIMIT_MS);
  });
  try {
    return await Promise.race([search(port), timeUp]);
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}

async function onLinux(port: number): Promise<PortHolder | null> {
  const tables = await Promise.all(
    ['/proc/net/tcp', '/proc/net/tcp6'].map((path) => readFile(path, 'utf8').catch(() => '')),
  );
  const inodes = new Set(tables.flatMap((table) => listeningInodes(table, port)));
  if (inodes.size === 0) return null;
  const wanted = new Set([...inodes].map((inode) => `socket:[${inode}]`));
  for (const pid of await readdir('/proc')) {
    if (/^\d+$/.test(pid) && (await holdsSocket(pid, wanted))) {
      return { pid: Number(pid), name: await linuxProcessName(pid) };
    }
  }
  // Somebody listens, but it is another user's process.
  return { pid: null, name: null };
}

/** Inodes of the sockets that listen on a port, from the text of `/proc/net/tcp` or `tcp6`. */
export function listeningInodes(table: string, port: number): string[] {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const listening = '0A';
  return table
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[1]?.endsWith(suffix) === true && fields[3] === listening)
    .map((fields) => fields[9] ?? '')
    .filter((inode) => inode !== '' && inode !== '0');
}

async function holdsSocket(pid: string, wanted: ReadonlySet<string>): Promise<boolean> {
  const folder = `/proc/${pid}/fd`;
  try {
    for (const descriptor of await readdir(folder)) {
      const target = await readlink(`${folder}/${descriptor}`).catch(() => '');
      if (wanted.has(target)) return true;
    }
  } catch {
    // Another user's process, or one that has ended.
  }
  return false;
}

async function linuxProcessName(pid: string): Promise<string | null> {
  const executable = await readlink(`/proc/${pid}/exe`).catch(() => '');
  if (executable !== '') return basename(executable.replace(/ \(deleted\)$/, ''));
  const comm = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '');
  return comm.trim() === '' ? null : comm.trim();
}

async function withLsof(port: number): Promise<PortHolder | null> {
  return parseLsof(await run('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc']));
}

/** Reads the first process of `lsof -Fpc`: lines `p<pid>` and `c<name>`. */
export function parseLsof(output: string): PortHolder | null {
  const pid = /^p(\d+)$/m.exec(output)?.[1];
  const name = /^c(.+)$/m.exec(output)?.[1];
  return pid === undefined ? null : { pid: Number(pid), name: name ?? null };
}

async function onWindows(port: number): Promise<PortHolder | null> {
  const pid = parseNetstat(await run('netstat', ['-ano']), port);
  if (pid === null) return null;
  const filter = ['/FI', `PID eq ${pid}`, '/FO', 'CSV', '/NH'];
  const tasks = await run('tasklist', filter).catch(() => '');
  return { pid, name: parseTasklist(tasks) };
}

/**
 * Reads the process id from the lines of `netstat -ano`. A listening line is known by its
 * foreign address, since the word for the state is translated.
 */
export function parseNetstat(output: string, port: number): number | null {
  for (const line of output.split(/\r?\n/)) {
    const [protocol, local, foreign, ...rest] = line.trim().split(/\s+/);
    if (protocol !== 'TCP' || local?.endsWith(`:${port}`) !== true) continue;
    if (foreign !== '0.0.0.0:0' && foreign !== '[::]:0') continue;
    const pid = Number(rest.at(-1));
    if (Number.isInteger(pid) && pid > 0) return pid;
  }
  return null;
}

/** Reads the image name from a line of `tasklist /FO CSV /NH`. */
export function parseTasklist(output: string): string | null {
  return /^"([^"]+)","\d+"/m.exec(output)?.[1] ?? null;
}

function run(program: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(
      program,
      [...args],
      { timeout: TIME_LIMIT_MS, maxBuffer: MAX_OUTPUT_BYTES, windowsHide: true },
      (error, stdout) => (error === null ? resolve(stdout) : reject(error)),
    );
  });
}
