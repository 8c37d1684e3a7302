/** Memory that buys one whole vCPU; below it the share is in proportion (Lambda developer guide, "Configure Lambda function memory"). */
export const ONE_CPU_MB = 1769;

/** Share of one vCPU that comes with a memory setting, 0..1: what code that runs in one thread, as Node does, can use of it. */
export function cpuShare(memoryMb: number): number {
  return Math.min(memoryMb, ONE_CPU_MB) / ONE_CPU_MB;
}
