import { type Detector, createDetector, restoreDetector } from '../../lambdas/shared/detection/detector.ts';
import { PRICES } from '../../lambdas/shared/cost/prices.ts';
import { parseArgs } from 'node:util';

/**
 * Points per second and bytes of state of the streaming detector on one core, with the states of a whole fleet in memory, and what
 * storing them costs.
 *
 *   node bench/throughput/run.ts [--targets 10000] [--series 6]
 */
const { values } = parseArgs({ options: { targets: { type: 'string', default: '10000' }, series: { type: 'string', default: '6' } } });

function positive(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new RangeError(`--${name} is ${text}, expected a whole number from 1`);
  return value;
}

const targets = positive('targets', values.targets);
const fleet = targets * positive('series', values.series);

const MINUTE = 60_000;
/** A write unit is a KB begun (DynamoDB, standard writes). */
const WRITE_UNIT_BYTES = 1024;
const MINUTES_A_MONTH = 60 * 24 * 30;
/** What the detector's prototype was measured at, on another machine. */
const PROTOTYPE = { pointsPerSecond: 900_000, bytes: 3379 };

/** Different detectors that the fleet's states are copies of: enough that no two neighbours take the same branches. */
const KINDS = 100;
/** Points that each has learned: more than the longest memory of the fast parts. */
const LEARNED = 3000;
const ROUNDS = 10;

/** A point of series `kind`: a daily wave and noise, and an outlier now and then. */
function valueOf(kind: number, minute: number): number {
  const wave = 20 * Math.sin((2 * Math.PI * (minute % 1440)) / 1440);
  const noise = (Math.imul(minute + 7919 * kind, 0x9e3779b1) >>> 0) / 2 ** 32;
  return 100 + kind + wave + 10 * noise + (noise > 0.99 ? 80 * noise : 0);
}

function warmDetector(kind: number): Detector {
  const detector = createDetector();
  for (let minute = 0; minute < LEARNED; minute += 1) detector.observe(minute * MINUTE, valueOf(kind, minute));
  return detector;
}

/** Seconds of each round, after one that is not counted; `work` does one minute of the whole fleet. */
function measure(work: (minute: number) => void): number[] {
  work(LEARNED);
  return Array.from({ length: ROUNDS }, (_, round) => {
    const start = performance.now();
    work(LEARNED + 1 + round);
    return (performance.now() - start) / 1000;
  });
}

const median = (times: readonly number[]): number => times.toSorted((a, b) => a - b)[times.length >> 1] as number;
const million = (seconds: number): string => `${(fleet / seconds / 1e6).toFixed(2)} M`;
const row = (cells: readonly (string | number)[]): void => console.log(`| ${cells.join(' | ')} |`);

const kinds = Array.from({ length: KINDS }, (_, kind) => warmDetector(kind).save());
const stored: Uint8Array[] = Array.from({ length: fleet }, (_, index) => (kinds[index % KINDS] as Uint8Array).slice());
const bytes = (kinds[0] as Uint8Array).length;
let anomalies = 0;

const whole = measure((minute) => {
  for (let i = 0; i < fleet; i += 1) {
    const detector = restoreDetector(stored[i] as Uint8Array);
    if (detector.observe(minute * MINUTE, valueOf(i % KINDS, minute)).anomaly) anomalies += 1;
    stored[i] = detector.save();
  }
});

const detectors = stored.map((state) => restoreDetector(state));
const observed = measure((minute) => {
  const later = minute + ROUNDS + 1;
  for (let i = 0; i < fleet; i += 1) {
    if ((detectors[i] as Detector).observe(later * MINUTE, valueOf(i % KINDS, later)).anomaly) anomalies += 1;
  }
});

const one = warmDetector(0);
const cached = measure((minute) => {
  const first = LEARNED + (minute - LEARNED) * fleet;
  for (let i = 0; i < fleet; i += 1) if (one.observe((first + i) * MINUTE, valueOf(0, first + i)).anomaly) anomalies += 1;
});

const { dollars, per } = PRICES['dynamodb:write-unit'];
const units = Math.ceil(bytes / WRITE_UNIT_BYTES);
const write = (units * dollars) / per;

console.log(`Streaming detector: ${targets} targets, ${fleet} series, one core, median of ${ROUNDS} rounds (${anomalies} anomalies)\n`);
row(['', 'measured', 'the prototype, published', 'goal']);
row(['---', '---', '---', '---']);
row(['points a second, one series after the other', million(median(cached)), `${PROTOTYPE.pointsPerSecond / 1e6} M`, '']);
row(['points a second, all states in memory', million(median(observed)), '–', '']);
row(['restore, observe, save: points a second', million(median(whole)), '–', '']);
row([`restore, observe, save: a minute of ${fleet} series, s`, median(whole).toFixed(3), '–', 'within 1']);
row(['  the fastest and the slowest round, s', `${Math.min(...whole).toFixed(3)}, ${Math.max(...whole).toFixed(3)}`, '–', '']);
row(['bytes of state a series', bytes, PROTOTYPE.bytes, 'at most 8192']);
row(['write units a state', units, Math.ceil(PROTOTYPE.bytes / WRITE_UNIT_BYTES), '']);
row(['$ a series-month, written every minute', (write * MINUTES_A_MONTH).toFixed(4), '–', '']);
row(['$ a series-month, written every hour', ((write * MINUTES_A_MONTH) / 60).toFixed(6), '–', '']);
