import { type ReportFigures, reportFigures, requestsPerHour } from '../figures.ts';
import { ALWAYS, type Finding } from '../finding.ts';
import type { TargetContext } from '../target-context.ts';
import { inMs, inPercent } from '../../shared/detection/words.ts';
import type { Evidence, Prediction } from '../../shared/contract/records.ts';
import { wilsonInterval } from '../../shared/stats/wilson-interval.ts';
import { probit } from '../../shared/stats/probit.ts';
import { chooseMemory } from '../tuning/choose-memory.ts';
import { CONFIDENCE, durationModel } from '../tuning/duration-model.ts';
import { predictCost, predictDuration } from '../tuning/predict-memory.ts';
import { sizeTable } from '../tuning/size-table.ts';
import { tableEvidence } from '../tuning/table-evidence.ts';
import { memoryGrows } from './memory-growth.ts';
import { memoryNeed, MOST_MB } from './memory-need.ts';

/** Out of memory or near it (SPEC 5): above this share, which is also where utilisation is critical (SPEC 3). */
const USED_SHARE = 0.9;

/** After an out-of-memory the need is only known to be above the setting: twice of it is tried. */
const AFTER_OUT_OF_MEMORY = 2;

/** Gain without a failure so far: the room that a canary of the same traffic would show is small, but the risk it takes away is the whole. */
const GAIN_BEFORE_FAILURE = 0.1;

const Z = probit((1 + CONFIDENCE) / 2);

/**
 * Memory that is nearly or wholly used; or too little CPU, which comes with it: where what was tried shows that calls get faster for the same money. A target whose memory grows is left out: it would fill any setting.
 */
export function underProvisioned(context: TargetContext): Finding[] {
  const figures = reportFigures(context.reports);
  if (figures === null || memoryGrows(context.reports)) return [];
  const { configuration } = context.target;
  const isShort = figures.outOfMemory > 0 || figures.maxMemoryMb > USED_SHARE * configuration.memoryMb;
  return isShort ? tooLittleMemory(context, figures) : tooLittleCpu(context, figures);
}

/** The gain is the share of calls that end out of memory, {@link GAIN_BEFORE_FAILURE} while there are none. */
function tooLittleMemory(context: TargetContext, figures: ReportFigures): Finding[] {
  const { name, configuration } = context.target;
  const killed = figures.outOfMemory > 0;
  const needed = memoryNeed(figures.maxMemoryMb);
  const memoryMb = killed ? Math.max(needed, Math.min(MOST_MB, AFTER_OUT_OF_MEMORY * configuration.memoryMb)) : needed;
  if (memoryMb <= configuration.memoryMb) return [];
  const prediction = predictRoom(context, figures, memoryMb);
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
      ...(prediction === null ? {} : { prediction }),
    },
  ];
}

/**
 * What more memory does to the calls that end for want of it. Whether the need is met is not known after an out-of-memory: from none of them to as many as
 * now. The money is the model's.
 */
function predictRoom(context: TargetContext, { outOfMemory, lines, maxMemoryMb }: ReportFigures, memoryMb: number): Prediction | null {
  const model = durationModel(context.tried);
  const currentMb = context.target.configuration.memoryMb;
  const table = model === null ? [] : sizeTable(model, currentMb, Math.min(memoryMb, currentMb));
  const current = table.find((row) => row.memoryMb === currentMb);
  const row = table.find((each) => each.memoryMb >= memoryMb);
  if (model === null || current === undefined || row === undefined) return null;
  const { saving, method } = predictCost(model, current, row, requestsPerHour(context));
  if (outOfMemory > 0) {
    const share = outOfMemory / lines;
    const { high } = wilsonInterval(share, lines, Z);
    const words = `Twice the memory is enough unless a call needs more than that, which nothing has shown yet. ${method}`;
    return {
      metric: 'share of calls out of memory',
      unit: 'fraction',
      before: share,
      after: 0,
      low: 0,
      high,
      confidence: CONFIDENCE,
      saving,
      method: words,
    };
  }
  const used = maxMemoryMb / memoryMb;
  const words = `The most that was used, ${maxMemoryMb} MB, of ${memoryMb} MB. ${method}`;
  return {
    metric: 'share of memory used',
    unit: 'fraction',
    before: maxMemoryMb / currentMb,
    after: used,
    low: used,
    high: used,
    confidence: CONFIDENCE,
    saving,
    method: words,
  };
}

/** More memory that is surely faster for the same money: only a fit over several settings can show that. */
function tooLittleCpu(context: TargetContext, figures: ReportFigures): Finding[] {
  const { name, configuration } = context.target;
  const model = durationModel(context.tried);
  if (model?.kind !== 'fit') return [];
  const choice = chooseMemory({ model, currentMb: configuration.memoryMb, needMb: configuration.memoryMb, objective: 'speed' });
  if (choice.kind === 'keep') return [];
  const { memoryMb, slowdown } = choice.row;
  const tried: Evidence[] = context.tried.map((size) => ({
    source: 'history',
    summary: `${size.memoryMb} MB: ${inMs(size.meanMs)} a call, of ${size.calls} calls.`,
    figures: { memoryMb: size.memoryMb, meanMs: size.meanMs, calls: size.calls },
  }));
  return [
    {
      kind: 'under-provisioned',
      title: `${name} computes, and ${memoryMb} MB bring it more CPU for the same money`,
      evidence: [...tried, tableEvidence(choice.table, configuration.memoryMb, memoryMb)],
      severity: 'medium',
      gain: Math.max(0, 1 - slowdown.expected),
      usersPerHour: requestsPerHour(context),
      occurrencesPerDay: ALWAYS,
      samples: figures.lines,
      wanted: { ...configuration, memoryMb },
      prediction: predictDuration(model, choice.current, choice.row, requestsPerHour(context)),
    },
  ];
}
