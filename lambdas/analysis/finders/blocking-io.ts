import type { Finding } from '../finding.ts';
import type { TargetContext } from '../target-context.ts';
import { sourceFinding } from './source-finding.ts';

/** Memory that brings a vCPU of its own (AWS Lambda, "Configure Lambda function memory"). */
const MB_A_VCPU = 1769;

/**
 * Two derivations or compressions of the same length on two processors take the time of one; with them at 60 % of the duration the call
 * becomes 0.4 + 0.3, a gain of 30 %.
 */
const OVERLAP = 0.3;
/** A small file takes about 0.4 ms to open, read and close on a cold page cache: 2 % of the 20 ms from which a change of code is worth while. */
const READ_AGAIN = 0.02;

/** Synchronous work that could overlap, or that each invocation does anew. */
export function blockingIo(context: TargetContext): Finding[] {
  const vcpus = context.target.configuration.memoryMb / MB_A_VCPU;
  const sites = context.sites.filter((site) => vcpus >= (site.needs?.vcpus ?? 0));
  const overlaps = sites.some((site) => site.kind === 'blocking-io' && site.status === 'applicable' && site.needs?.vcpus !== undefined);
  return sourceFinding({ ...context, sites }, 'blocking-io', {
    title: `${context.target.name} holds its thread for work that need not wait`,
    gain: overlaps ? OVERLAP : READ_AGAIN,
  });
}
