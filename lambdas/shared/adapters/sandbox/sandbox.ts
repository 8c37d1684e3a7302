import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import path from 'node:path';
import * as z from 'zod';
import type { SourceFile } from '../../contract/records.ts';
import { confinements, type Confinement, type Network } from './confinement.ts';
import { makeSandboxFolder, type SandboxFolder } from './sandbox-folder.ts';
import { startSandboxProcess, type Program, type SandboxProcess } from './sandbox-process.ts';

export interface SandboxOptions {
  network: Network;
  /** node_modules that gives a target its AWS SDK; null: it gets none. */
  modules: string | null;
  /** The ways to try, best first. */
  ways?: (network: Network) => Promise<readonly Confinement[]>;
}

/** Where untrusted code runs. `none`: this machine can't hold it, and why. */
export interface Sandbox {
  /** Which way is used, and that it was seen to hold. */
  confinement(): Promise<Confinement | { none: string }>;
  /** Puts a package where it can be run; whoever asked removes the folder. */
  folder(files: readonly SourceFile[]): Promise<SandboxFolder>;
  start(folder: SandboxFolder, program: Program): Promise<SandboxProcess | { none: string }>;
}

const Proof = z.object({ network: z.boolean(), memory: z.boolean(), files: z.boolean() });

/** A start of Node and one connection; ten times what a busy machine takes. */
const PROOF_MS = 10_000;
const PROOF_MEMORY_MB = 64;

/** What of the walls does not stand with this confinement; null: all of them do. */
async function gapIn(confinement: Confinement, network: Network): Promise<string | null> {
  const folder = await makeSandboxFolder([], null);
  const server = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
  // In a place of this machine that is no part of the folder.
  const socket = path.join(folder.jail, '..', 'socket');
  const local = createServer((socket) => socket.destroy()).listen(socket);
  try {
    await Promise.all([once(server, 'listening'), once(local, 'listening')]);
    const { port } = server.address() as AddressInfo;
    const process = startSandboxProcess(confinement, folder, {
      flags: [],
      args: [path.join(folder.inside, 'prove.mjs')],
      limits: { wallMs: PROOF_MS, memoryMb: PROOF_MEMORY_MB },
      // Closed outside means that the machine's own servers are within reach, and that there are none.
      setup: { reach: network === 'closed-outside' ? [] : [{ port, host: '127.0.0.1' }, { path: socket }], memoryMb: PROOF_MEMORY_MB },
    });
    let said: unknown = null;
    process.onMessage((message) => (said = message));
    const { output, killed } = await process.ended;
    const proof = Proof.safeParse(said).data;
    if (proof === undefined) return killed === null ? (output.trim().split('\n').at(-1) ?? '') : `killed by its limit of ${killed}`;
    if (proof.network) return 'the network is open';
    if (proof.memory) return 'memory is not limited';
    return proof.files ? 'files are open' : null;
  } finally {
    server.close();
    local.close();
    await folder.remove();
  }
}

async function find(network: Network, ways: NonNullable<SandboxOptions['ways']>): Promise<Confinement | { none: string }> {
  const tried: string[] = [];
  for (const confinement of await ways(network)) {
    const gap = await gapIn(confinement, network);
    if (gap === null) return confinement;
    tried.push(`${confinement.name}: ${gap}`);
  }
  const found = tried.length === 0 ? 'neither unshare nor a Node of version 25 or later is there' : tried.join('; ');
  return { none: `the sandbox can't close the network on this machine (${found})` };
}

/**
 * A sandbox that runs nothing before it has tried to break out of itself: each way to close the network is taken only when a probe in it
 * reaches no server of this machine, gets no more memory than allowed and reads no file. Proven once, at the first use.
 */
export function createSandbox({ network, modules, ways = confinements }: SandboxOptions): Sandbox {
  let found: Promise<Confinement | { none: string }> | null = null;
  const confinement = (): Promise<Confinement | { none: string }> => (found ??= find(network, ways));
  return {
    confinement,
    folder: (files) => makeSandboxFolder(files, modules),
    async start(folder, program) {
      const way = await confinement();
      return 'none' in way ? way : startSandboxProcess(way, folder, program);
    },
  };
}
