import type { Prediction } from '../../shared/contract/records.ts';
import { round } from '../../shared/detection/words.ts';
import { HOURS_OF_MONTH } from '../month.ts';
import { CONFIDENCE, type DurationModel, type Ranged } from './duration-model.ts';
import type { SizeRow } from './size-table.ts';

const MILLION = 1_000_000;

/** What another memory setting does to the bill: dollars a month at the window's traffic. */
export function predictCost(model: DurationModel, current: SizeRow, row: SizeRow, callsPerHour: number): Prediction {
  const millions = (callsPerHour * HOURS_OF_MONTH) / MILLION;
  const before = current.costPerMillion.expected * millions;
  const after = scaled(row.costPerMillion, millions);
  return {
    metric: 'cost',
    unit: 'dollars a month',
    before,
    after: after.expected,
    low: after.low,
    high: after.high,
    confidence: CONFIDENCE,
    saving: { expected: before - after.expected, low: before - after.high, high: before - after.low },
    method: `${methodWords(model)} At ${row.memoryMb} MB a call takes ${round(row.meanMs.low)} to ${round(row.meanMs.high)} ms with its share of cold starts; now ${round(current.meanMs.expected)} ms.`,
  };
}

/** The same change seen by its callers: mean time of a call. */
export function predictDuration(model: DurationModel, current: SizeRow, row: SizeRow, callsPerHour: number): Prediction {
  const { saving, method } = predictCost(model, current, row, callsPerHour);
  const { expected: after, low, high } = row.meanMs;
  return { metric: 'mean duration', unit: 'ms', before: current.meanMs.expected, after, low, high, confidence: CONFIDENCE, saving, method };
}

function methodWords(model: DurationModel): string {
  if (model.kind === 'bounds') {
    return `Only ${model.size.memoryMb} MB was tried (${model.size.calls} calls): its time may be all waiting or all computing, which gives the range.`;
  }
  const sizes = model.sizes.map(({ memoryMb }) => memoryMb).toSorted((a, b) => a - b);
  return (
    `Least squares over ${sizes.join(', ')} MB: ${round(model.ioMs)} ms of waiting and ${round(model.cpuMs)} ms of computing at a whole CPU, ` +
    'whose share comes with the memory.'
  );
}

function scaled({ expected, low, high }: Ranged, by: number): Ranged {
  return { expected: expected * by, low: low * by, high: high * by };
}
