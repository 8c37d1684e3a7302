import { CorruptRecord } from '../errors.ts';
import { DAY_MS, HOUR_MS } from '../time.ts';
import { emptyBand, type ErrorBand } from './error-band.ts';
import { emptyLevels, type Levels, type SlotMedians } from './levels.ts';
import { emptyMixture, type Mixture } from './mixture.ts';
import { emptyPending, type PendingForecasts } from './pending-forecasts.ts';
import { emptyProfile, SLOTS_OF_DAY, type SeasonalProfile } from './seasonal-profile.ts';

/** A horizon at which forecasts are measured, beside one step. */
export interface MeasuredHorizon {
  horizonMs: number;
  /** How many forecasts are made within it, so at most wait. */
  parts: number;
  /** The shares of the horizon that the forecasts are made for in turn. */
  shares: readonly number[];
}

/**
 * A day's is measured from half a day on: at exactly a day the last value is that of the same time of day, and looks wiser than it is at
 * any other horizon. Its errors come every hour, the others' every five and thirty minutes: 48 forecasts wait at most.
 */
export const MEASURED: readonly MeasuredHorizon[] = [
  { horizonMs: HOUR_MS, parts: 12, shares: [1] },
  { horizonMs: 6 * HOUR_MS, parts: 12, shares: [1] },
  { horizonMs: DAY_MS, parts: 24, shares: [1, 2 / 3, 5 / 6, 1 / 2] },
];

/** What one horizon has learned: how to weigh the candidates, and how large the error is. */
export interface Horizon {
  mixture: Mixture;
  band: ErrorBand;
}

/** All that a forecaster knows: the working state and what is saved are the same numbers in the same precision. */
export interface ForecasterState {
  levels: Levels;
  profile: SeasonalProfile;
  medians: SlotMedians;
  step: Horizon;
  measured: readonly (Horizon & { pending: PendingForecasts })[];
}

/** 'KZFC', and the version of the layout: to be raised with every change of it. */
const MAGIC = 0x4346_5a4b;
const VERSION = 1;
const HEADER_BYTES = 8;

const emptyHorizon = (): Horizon => ({ mixture: emptyMixture(), band: emptyBand() });

/** The state of a forecaster that has seen nothing. */
export function emptyState(): ForecasterState {
  return {
    levels: emptyLevels(),
    profile: emptyProfile(),
    medians: { median: new Float32Array(SLOTS_OF_DAY), count: new Float32Array(SLOTS_OF_DAY) },
    step: emptyHorizon(),
    measured: MEASURED.map(({ parts }) => ({ ...emptyHorizon(), pending: emptyPending(parts + 1) })),
  };
}

type Visit = {
  record: (record: Levels | ErrorBand | PendingForecasts['tally']) => void;
  array: (array: Float64Array | Float32Array) => void;
};

/** Walks all numbers of the state in the order of the layout; records in the order of their keys. */
function visit({ levels, profile, medians, step, measured }: ForecasterState, { record, array }: Visit): void {
  record(levels);
  for (const part of [profile.day, profile.dayCount, profile.week, profile.weekCount, medians.median, medians.count]) array(part);
  for (const { mixture, band } of [step, ...measured]) {
    array(mixture.regret);
    array(mixture.squares);
    array(mixture.largest);
    record(band);
  }
  for (const { pending } of measured) {
    array(pending.targets);
    array(pending.forecasts);
    record(pending.tally);
  }
}

/** The state as bytes: magic and version, then every number little-endian in its own precision. */
export function encodeState(state: ForecasterState): Uint8Array {
  let size = HEADER_BYTES;
  visit(state, {
    record: (record) => (size += 8 * Object.keys(record).length),
    array: (array) => (size += array.byteLength),
  });
  const view = new DataView(new ArrayBuffer(size));
  view.setUint32(0, MAGIC, true);
  view.setUint32(4, VERSION, true);
  let at = HEADER_BYTES;
  const write = (value: number, bytes: 4 | 8): void => {
    if (bytes === 8) view.setFloat64(at, value, true);
    else view.setFloat32(at, value, true);
    at += bytes;
  };
  visit(state, {
    record: (record) => Object.values(record).forEach((value: number) => write(value, 8)),
    array: (array) => array.forEach((value) => write(value, array instanceof Float64Array ? 8 : 4)),
  });
  return new Uint8Array(view.buffer);
}

/**
 * Reads what {@link encodeState} wrote.
 * @throws CorruptRecord when the bytes are of another kind, version or length, or hold what no forecaster can come to.
 */
export function decodeState(bytes: Uint8Array): ForecasterState {
  const state = emptyState();
  const expected = encodeState(state).length;
  if (bytes.length !== expected) throw new CorruptRecord(`forecaster: found ${bytes.length} bytes; expected ${expected}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = view.getUint32(4, true);
  if (view.getUint32(0, true) !== MAGIC) throw new CorruptRecord('forecaster: found other bytes; expected the state of a forecaster');
  if (version !== VERSION) throw new CorruptRecord(`forecaster: found version ${version}; expected ${VERSION}`);
  let at = HEADER_BYTES;
  const read = (size: 4 | 8): number => {
    const value = size === 8 ? view.getFloat64(at, true) : view.getFloat32(at, true);
    if (!Number.isFinite(value)) throw new CorruptRecord(`forecaster: found ${value} at byte ${at}; expected a finite number`);
    at += size;
    return value;
  };
  visit(state, {
    record: (record) => Object.assign(record, Object.fromEntries(Object.keys(record).map((key) => [key, read(8)]))),
    array: (array) => array.forEach((_, index) => (array[index] = read(array instanceof Float64Array ? 8 : 4))),
  });
  check(state);
  return state;
}

/** What the code relies on beyond finite numbers. */
function check({ levels, measured }: ForecasterState): void {
  const { count, stepMs } = levels;
  if (!Number.isInteger(count) || count < 0) throw new CorruptRecord(`forecaster.count: found ${count}; expected a whole number from 0`);
  if (count > 1 && stepMs <= 0) throw new CorruptRecord(`forecaster.stepMs: found ${stepMs}; expected a positive number`);
  for (const { pending } of measured) {
    const { waiting, made } = pending.tally;
    const room = pending.targets.length;
    const fits = Number.isInteger(waiting) && waiting >= 0 && waiting <= room && Number.isInteger(made) && made >= 0;
    if (!fits) throw new CorruptRecord(`forecaster.tally: found ${waiting} waiting of ${made}; expected whole numbers, room for ${room}`);
  }
}
