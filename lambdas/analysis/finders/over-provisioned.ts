import { reportFigures, requestsPerHour } from '../figures.ts';
import { ALWAYS, type Finding } from '../finding.ts';
import type { TargetView } from '../target-context.ts';
import { inPercent } from '../../shared/detection/words.ts';
import { memoryRise } from './memory-growth.ts';
import { memoryNeed } from './memory-need.ts';

/** Less than half of the memory used is too much memory (SPEC 5). */
const USED_SHARE = 0.5;

/**
 * Memory that is never used. Lambda's price is linear in memory, so the gain is the share of the price: 1 - wanted / set, as long as the
 * duration stays. CPU shrinks with memory: whether the duration stays is what the canary shows. REPORT lines tell the most that an
 * environment has used so far, which rises while heaps warm up: there is room for the same rise once more. A target whose source
 * keeps more and more, or cannot be read, keeps its memory.
 */
export function overProvisioned(context: TargetView): Finding[] {
  const figures = reportFigures(context.reports);
  const { name, configuration } = context.target;
  if (figures === null || figures.outOfMemory > 0 || context.sourceUnread !== null) return [];
  if (context.sites.some(({ kind }) => kind === 'memory-growth')) return [];
  const expectedMb = figures.maxMemoryMb + memoryRise(context.reports);
  if (expectedMb >= USED_SHARE * configuration.memoryMb) return [];
  const memoryMb = memoryNeed(expectedMb);
  if (memoryMb >= configuration.memoryMb) return [];
  return [
    {
      kind: 'over-provisioned',
      title: `${name} has ${configuration.memoryMb} MB and never used more than ${figures.maxMemoryMb} MB`,
      evidence: [
        {
          source: 'log',
          summary:
            `${figures.lines} REPORT lines: at most ${figures.maxMemoryMb} MB of ${configuration.memoryMb} MB ` +
            `(${inPercent(figures.maxMemoryMb / configuration.memoryMb)}); ${memoryMb} MB leave room.`,
          figures: { lines: figures.lines, usedMb: figures.maxMemoryMb, setMb: configuration.memoryMb, wantedMb: memoryMb },
        },
      ],
      severity: 'medium',
      gain: 1 - memoryMb / configuration.memoryMb,
      usersPerHour: requestsPerHour(context),
      occurrencesPerDay: ALWAYS,
      samples: figures.lines,
      wanted: { ...configuration, memoryMb },
    },
  ];
}
