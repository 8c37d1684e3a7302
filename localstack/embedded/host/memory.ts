import { readFileSync } from 'node:fs';

const MB = 1024 * 1024;

/** Bytes as whole megabytes, rounded up, as Lambda's Max Memory Used. */
export function megabytes(bytes: number): number {
  return Math.ceil(bytes / MB);
}

/**
 * Resident memory that Node takes before any code of a function (runner loaded, Node 24.21 on Linux: 43 MB). The heap may only
 * have what is left of the function's memory, else V8 would let garbage lie until the limit kills the environment.
 */
const NODE_BASE_MB = 44;
/** Below this, V8 can't even load the SDK. */
const LEAST_HEAP_MB = 32;

/** V8 flags for a function with this memory. Young generation as Lambda's runtime sets it: 5 % of the memory. */
export function heapFlags(memoryMb: number): string[] {
  const old = Math.max(LEAST_HEAP_MB, memoryMb - NODE_BASE_MB);
  const semiSpace = Math.min(16, Math.max(1, Math.round(memoryMb * 0.05)));
  return [`--max-old-space-size=${old}`, `--max-semi-space-size=${semiSpace}`];
}

/** Most resident memory that a process ever had, in bytes; null when the process is gone or the system has no /proc. */
export function peakResidentBytes(pid: number): number | null {
  let status: string;
  try {
    status = readFileSync(`/proc/${pid}/status`, 'latin1');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ESRCH') return null;
    throw error;
  }
  const found = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1];
  return found === undefined ? null : Number(found) * 1024;
}
