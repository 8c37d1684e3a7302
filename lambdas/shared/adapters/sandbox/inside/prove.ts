import { connect, type NetConnectOpts } from 'node:net';
import { takeChannel } from './channel.ts';

// Runs in the sandbox, instead of a program: tries what must not be possible there, and says what was.

/** Free time for a connection: on the loopback of this machine it takes less than a millisecond. */
const CONNECT_MS = 1000;
const BLOCK = 32 * 1024 * 1024;

const channel = takeChannel();
const { reach, memoryMb } = channel.setup as { reach: NetConnectOpts[]; memoryMb: number };

/** Whether a server of the machine is within reach. */
function reaches(to: NetConnectOpts): Promise<boolean> {
  return new Promise((resolve) => {
    try {
      const socket = connect(to);
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
      setTimeout(() => resolve(false), CONNECT_MS).unref();
    } catch {
      resolve(false);
    }
  });
}

/** Whether more memory can be had than was allowed: twice as much is tried. */
function overeats(): boolean {
  const held: Buffer[] = [];
  try {
    while (held.length * BLOCK <= 2 * memoryMb * 1024 * 1024) held.push(Buffer.alloc(BLOCK, 1));
    return true;
  } catch {
    return false;
  }
}

const reached = await Promise.all(reach.map((to) => reaches(to)));
channel.say({ network: reached.includes(true), memory: overeats(), files: process.permission.has('fs.read', '/') });
process.exit(0);
