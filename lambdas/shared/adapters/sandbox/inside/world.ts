import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';

// Runs in the sandbox: the clock and the chance that the code under test sees.

/**
 * The clock moves in steps of a second: two versions of which one is some milliseconds faster write the same times, and code that waits by the
 * clock still comes to its end.
 */
const STEP_MS = 1000;

const RealDate = Date;
const now = performance.now.bind(performance);

let origin = 0;
let startedAt = 0;
let state = 1;

const time = (): number => origin + Math.floor((now() - startedAt) / STEP_MS) * STEP_MS;

/** Mulberry32 (Tommy Ettinger, public domain): small, and good enough to tell ids apart. */
function random(): number {
  state = (state + 0x6d2b79f5) | 0;
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
}

function fill<T extends NodeJS.ArrayBufferView>(target: T): T {
  const bytes = new Uint8Array(target.buffer, target.byteOffset, target.byteLength);
  for (let index = 0; index < bytes.length; index += 1) bytes[index] = Math.floor(random() * 256);
  return target;
}

/** A version 4 UUID (RFC 9562) of the chance above. */
function uuid(): `${string}-${string}-${string}-${string}-${string}` {
  const bytes = fill(Buffer.alloc(16));
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** Some of them can only be replaced whole. */
function replace(owner: object, by: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(by))
    Object.defineProperty(owner, name, { value, writable: true, configurable: true, enumerable: true });
}

/** Gives the code under test this clock and this chance. Before any of it is loaded. */
export function installWorld(): void {
  RealDate.now = time;
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, args, newTarget) => Reflect.construct(target, args.length === 0 ? [time()] : args, newTarget) as object,
    apply: () => new RealDate(time()).toString(),
  });
  Math.random = random;
  const bytes = (size: number, then?: (error: null, made: Buffer) => void): Buffer | undefined => {
    const made = fill(Buffer.alloc(size));
    if (then === undefined) return made;
    queueMicrotask(() => then(null, made));
    return undefined;
  };
  replace(crypto, { randomUUID: uuid, randomBytes: bytes, pseudoRandomBytes: bytes, randomFillSync: fill });
  // What node:crypto has of the second name it takes from here.
  replace(crypto.webcrypto, { getRandomValues: fill, randomUUID: uuid });
  syncBuiltinESMExports();
}

/** Starts the world of one invocation: the time at which it was recorded, and the chance that belongs to it. */
export function startWorld(at: number, seed: string): void {
  origin = Math.floor(at);
  startedAt = now();
  // FNV-1a (Fowler, Noll, Vo), 32 bits.
  state = 0x811c9dc5;
  for (let index = 0; index < seed.length; index += 1) state = Math.imul(state ^ seed.charCodeAt(index), 0x01000193);
}
