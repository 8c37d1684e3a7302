import { reportFigures, requestsPerHour } from '../figures.ts';
import { ALWAYS, type Finding } from '../finding.ts';
import type { TargetView } from '../target-context.ts';
import { inPercent } from '../../shared/detection/words.ts';
import { chooseMemory } from '../tuning/choose-memory.ts';
import { durationModel } from '../tuning/duration-model.ts';
import { predictCost } from '../tuning/predict-memory.ts';
import { tableEvidence } from '../tuning/table-evidence.ts';
import { memoryGrows, memoryRise } from './memory-growth.ts';
import { memoryNeed } from './memory-need.ts';

/** Less than half of the memory used is too much memory (SPEC 5). */
const USED_SHARE = 0.5;

/**
 * Memory that is never used. Less of it costs less only as far as the calls don't take longer for want of CPU: the setting comes out of the model of
 * what was tried (tuning/), and where only one setting was tried it is halved, for the canary to measure. The gain is the expected share of the bill.
 * REPORT lines tell the most that an environment has used so far, which rises while heaps warm up: there is room for the same rise once more. A
 * target that keeps more and more, by its source or, where that is not to be had, by the memory that it used, keeps its memory.
 */
export function overProvisioned(context: TargetView): Finding[] {
  const figures = reportFigures(context.reports);
  const { name, configuration } = context.target;
  if (figures === null || figures.outOfMemory > 0 || mayLeak(context)) return [];
  const expectedMb = figures.maxMemoryMb + memoryRise(context.reports);
  if (expectedMb >= USED_SHARE * configuration.memoryMb) return [];
  const needMb = memoryNeed(expectedMb);
  const model = durationModel(context.tried);
  if (model === null || needMb >= configuration.memoryMb) return [];
  const choice = chooseMemory({ model, currentMb: configuration.memoryMb, needMb, objective: 'cost' });
  if (choice.kind === 'keep') return [];
  const { memoryMb } = choice.row;
  const prediction = predictCost(model, choice.current, choice.row, requestsPerHour(context));
  return [
    {
      kind: 'over-provisioned',
      title: `${name} has ${configuration.memoryMb} MB and never used more than ${figures.maxMemoryMb} MB`,
      evidence: [
        {
          source: 'log',
          summary:
            `${figures.lines} REPORT lines: at most ${figures.maxMemoryMb} MB of ${configuration.memoryMb} MB ` +
            `(${inPercent(figures.maxMemoryMb / configuration.memoryMb)}); the use needs ${needMb} MB, ` +
            (choice.basis === 'holds'
              ? `${memoryMb} MB are cheaper whatever of the range is true.`
              : `${memoryMb} MB are a step that its canary measures.`),
          figures: { lines: figures.lines, usedMb: figures.maxMemoryMb, setMb: configuration.memoryMb, needMb, wantedMb: memoryMb },
        },
        tableEvidence(choice.table, configuration.memoryMb, memoryMb),
      ],
      severity: 'medium',
      gain: prediction.before === 0 ? 0 : Math.max(0, 1 - prediction.after / prediction.before),
      usersPerHour: requestsPerHour(context),
      occurrencesPerDay: ALWAYS,
      samples: figures.lines,
      wanted: { ...configuration, memoryMb },
      prediction,
    },
  ];
}

function mayLeak({ sites, source, reports }: TargetView): boolean {
  return sites.some(({ kind }) => kind === 'memory-growth') || (source.kind === 'unusable' && memoryGrows(reports));
}
