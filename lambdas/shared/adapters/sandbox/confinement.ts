import { execFile } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { jailScript } from './jail.ts';
import type { SandboxFolder } from './sandbox-folder.ts';

/** One way to close the network to a process, and to hide the machine's other processes from it where that can be done. */
export interface Confinement {
  /** For people. */
  name: string;
  /** The Node that runs inside. */
  node: string;
  /** What is put before everything. */
  before: readonly string[];
  /** Whether it has a mount namespace, and so a root of its own. */
  jailed: boolean;
}

/** How hard a process may be on the machine. */
export interface Limits {
  /** Until it is killed, ms. */
  wallMs: number;
  /** Of heap, buffers and all else that it writes to, MB. */
  memoryMb: number;
}

/**
 * closed-here: the sandbox closes the network itself, and refuses to run where it can't. closed-outside: the machine has none for anybody (a
 * Lambda whose VPC has no way out); only who knows that says so.
 */
export type Network = 'closed-here' | 'closed-outside';

/** What a process may write into one file, and all of them together, MB: reports and a suite's temporary files take some 10 KB. */
export const DISK_MB = 64;

/**
 * Private memory that Node 24.21 maps writable before any code runs (thread stacks and V8's young generation; VmData of an empty program is 595 MB, of
 * which 45 MB are resident): the system's limit counts it.
 */
const MAPPED_BY_NODE_MB = 600;

/** RLIMIT_FSIZE is given in blocks of 512 bytes (POSIX, ulimit). */
const BLOCKS_PER_MB = 2048;

const FOLDERS = ['/usr/bin', '/bin', '/usr/sbin', '/sbin'];
const toolAt = (name: string): string | null => FOLDERS.map((folder) => path.join(folder, name)).find((file) => existsSync(file)) ?? null;

/** The first Node whose permission model denies the network (Node docs, "Permission Model": --allow-net since 25.0). */
const NODE_WITHOUT_NETWORK = 25;

/** A new network namespace has a loopback of its own, which is down; a target's tests may serve on it. The second way needs no iproute2. */
const LOOPBACK_UP = 'ip link set lo up 2>/dev/null || { mount -t sysfs sysfs /sys && echo 0x9 > /sys/class/net/lo/flags; }';

/** `unshare` (util-linux): no network but a loopback of its own, no process in sight but its own, and all of them end with it. */
function namespaces(): Confinement[] {
  const unshare = toolAt('unshare');
  if (unshare === null) return [];
  const apart = ['--net', '--pid', '--ipc', '--fork', '--kill-child', '--mount-proc'];
  const own = { name: 'namespaces', node: realpathSync(process.execPath), jailed: true };
  const asRoot = { ...own, before: [unshare, ...apart] };
  const asAnybody = { ...own, before: [unshare, '--user', '--map-root-user', ...apart] };
  return process.getuid?.() === 0 ? [asRoot, asAnybody] : [asAnybody];
}

async function versionOf(node: string): Promise<string> {
  try {
    return (await promisify(execFile)(node, ['--version'], { timeout: 5000 })).stdout.trim();
  } catch {
    // Not a program, or not one that answers: nothing to run anything with.
    return '';
  }
}

/** Every installed Node whose permission model closes the network. */
async function nodesWithoutNetwork(): Promise<Confinement[]> {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter).filter((folder) => path.isAbsolute(folder));
  const candidates = [process.execPath, ...folders.map((folder) => path.join(folder, 'node'))];
  const found: Confinement[] = [];
  for (const node of new Set(candidates.filter((file) => existsSync(file)))) {
    const version = await versionOf(node);
    if (Number(/^v(\d+)\./.exec(version)?.[1] ?? 0) >= NODE_WITHOUT_NETWORK) {
      found.push({ name: `permission model of Node ${version}`, node, before: [], jailed: false });
    }
  }
  return found;
}

/** The ways that this machine may have, best first. Whether one holds is for prove.ts to say. */
export async function confinements(network: Network): Promise<Confinement[]> {
  if (network === 'closed-outside') return [{ name: 'no network outside', node: process.execPath, before: [], jailed: false }];
  return [...namespaces(), ...(await nodesWithoutNetwork())];
}

/**
 * Command line of a confined program. The limits of the system hold for whatever Node is made to do: memory that is written to (which
 * counts Buffers, as V8's own limit doesn't), the size of a file, processor time, no core dumps. Capabilities are given up last.
 */
export function commandOf(
  { before, jailed, node }: Confinement,
  folder: SandboxFolder,
  { wallMs, memoryMb }: Limits,
  args: readonly string[],
): string[] {
  const setpriv = toolAt('setpriv');
  const build = jailed ? `{ ${LOOPBACK_UP}; } && ${jailScript(folder, node)} && ` : '';
  const enter = jailed ? `chroot '${folder.jail}' ` : '';
  const limits = [
    'ulimit -c 0',
    `ulimit -f ${DISK_MB * BLOCKS_PER_MB}`,
    `ulimit -d ${(MAPPED_BY_NODE_MB + memoryMb) * 1024}`,
    `ulimit -t ${Math.ceil(wallMs / 1000) + 1}`,
  ];
  return [
    // Whoever started it may be killed at any moment: then this ends too.
    ...(setpriv === null ? [] : [setpriv, '--pdeathsig', 'KILL']),
    ...before,
    '/bin/sh',
    '-c',
    `PATH=${FOLDERS.join(':')}; ${build}exec ${enter}/bin/sh -c "$@"`,
    'sh',
    `cd "$0" && ${limits.join(' && ')} && exec "$@"`,
    folder.code,
    ...(setpriv === null ? [] : [setpriv, '--no-new-privs', '--bounding-set=-all', '--inh-caps=-all']),
    node,
    ...args,
  ];
}
