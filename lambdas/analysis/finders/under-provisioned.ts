import { reportFigures, requestsPerHour } from '../figures.ts';
import { ALWAYS, type Finding } from '../finding.ts';
import type { TargetContext } from '../target-context.ts';
import { inPercent } from '../../shared/detection/words.ts';
import { memoryGrows } from './memory-growth.ts';
import { memoryNeed, MOST_MB } from './memory-need.ts';

/** Out of memory or near it (SPEC 5): above this share, which is also where utilisation is critical (SPEC 3). */
const USED_SHARE = 0.9;

/** After an out-of-memory the need is only known to be above the setting: twice of it is tried. */
const AFTER_OUT_OF_MEMORY = 2;

/** Gain without a failure so far: the room that a canary of the same traffic would show is small, but the risk it takes away is the whole. */
const GAIN_BEFORE_FAILURE = 0.1;

/**
 * Memory that is nearly or wholly used. The gain is the share of calls that end out of memory, {@link GAIN_BEFORE_FAILURE} while
 * there are none. A target whose memory grows is left out: it would fill any setting.
 */
export function underProvisioned(context: TargetContext): Finding[] {
  const figures = reportFigures(context.reports);
  const { name, configuration } = context.target;
  if (figures === null || memoryGrows(context.reports)) return [];
  const killed = figures.outOfMemory > 0;
  if (!killed && figures.maxMemoryMb <= USED_SHARE * configuration.memoryMb) return [];
  const needed = memoryNeed(figures.maxMemoryMb);
  const memoryMb = killed ? Math.max(needed, Math.min(MOST_MB, AFTER_OUT_OF_MEMORY * configuration.memoryMb)) : needed;
  if (memoryMb <= configuration.memoryMb) return [];
  return [
    {
      kind: 'under-provisioned',
      title: killed
        ? `${name} runs out of its ${configuration.memoryMb} MB`
        : `${name} uses nearly all of its ${configuration.memoryMb} MB`,
      evidence: [
        {
          source: 'log',
          summary:
            `${figures.lines} REPORT lines: up to ${figures.maxMemoryMb} of ${configuration.memoryMb} MB ` +
            `(${inPercent(figures.maxMemoryMb / configuration.memoryMb)}), ${figures.outOfMemory} killed for it.`,
          figures: { lines: figures.lines, usedMb: figures.maxMemoryMb, setMb: configuration.memoryMb, killed: figures.outOfMemory },
        },
      ],
      severity: killed ? 'critical' : 'high',
      gain: killed ? figures.outOfMemory / figures.lines : GAIN_BEFORE_FAILURE,
      usersPerHour: requestsPerHour(context),
      occurrencesPerDay: ALWAYS,
      samples: figures.lines,
      wanted: { ...configuration, memoryMb },
    },
  ];
}
