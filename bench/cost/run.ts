import { parseArgs } from 'node:util';
import { defaultConfig } from '../../lib/config/default-config.ts';
import type { Settings } from '../../lambdas/shared/contract/environment.ts';
import { CADENCES } from '../../lambdas/shared/contract/records.ts';
import { PROFILE_SETTINGS } from '../../lambdas/shared/contract/settings.ts';
import { dollars } from '../../lambdas/shared/cost/price-of.ts';
import { DAY_MS, HOUR_MS } from '../../lambdas/shared/time.ts';
import { modelFleet } from './fleet-model.ts';
import { type Simulated, simulate } from './simulate.ts';

/**
 * What the telemetry of a fleet costs: the real use cases and adapters run over a model of the fleet in virtual time, what they meter is
 * priced from the one table, and scaled to a month of 30 days.
 *
 *   node bench/cost/run.ts [--functions 1000] [--days 2] [--warm-hours 12] [--seed 1]
 */
const { values } = parseArgs({
  options: {
    functions: { type: 'string', default: '1000' },
    days: { type: 'string', default: '2' },
    'warm-hours': { type: 'string', default: '12' },
    seed: { type: 'string', default: '1' },
  },
});

function positive(name: keyof typeof values): number {
  const value = Number(values[name]);
  if (!(value > 0)) throw new RangeError(`--${name} is ${values[name]}, expected a number above 0`);
  return value;
}

const DAYS_A_MONTH = 30;
const HOURS_A_MONTH = 24 * DAYS_A_MONTH;
/** DevOps Guru, Lambda functions: $0.0028 an hour; ends in 2027. */
const DEVOPS_GURU_HOUR = 0.0028;
/** Metric Streams: $0.003 per 1,000 updates; Lambda sends 5 metrics a minute with calls, by function and once more by resource. */
const STREAM_UPDATE = 0.003 / 1000;
const STREAMED_METRICS = 10;
/** Fixed polling costs the same every hour: one hour of it is measured. */
const FIXED_HOURS = 1;

const count = positive('functions');
const days = positive('days');
const warm = positive('warm-hours') * HOUR_MS;
const fleet = modelFleet(count, positive('seed'));
const { telemetry } = defaultConfig('bench');
const settings = (pollSeconds: Settings['pollSeconds']): Settings => ({
  stage: 'bench',
  tenants: { default: PROFILE_SETTINGS.basic },
  autonomyCeiling: 'observe',
  pollSeconds,
  latenessMs: telemetry.latenessSeconds * 1000,
  logSamplingRate: telemetry.logSamplingRate,
  eventDedupSeconds: telemetry.eventDedupSeconds,
  model: null,
});
const adaptive = {
  fast: telemetry.intervalSeconds,
  normal: telemetry.normalSeconds,
  quiet: telemetry.quietSeconds,
  idle: telemetry.idleSeconds,
};
const fixed = { fast: 60, normal: 60, quiet: 60, idle: 60 };

/** Noon of a Monday. */
const START = Date.UTC(2026, 10, 16, 12);
const perFunctionMonth = ({ units }: Simulated, hours: number) => {
  const bill = dollars(units);
  if (bill.unpriced.length > 0) throw new Error(`no price for ${bill.unpriced.join(', ')}`);
  const scale = HOURS_A_MONTH / hours / count;
  return {
    total: bill.total * scale,
    lines: bill.lines.map((line) => ({ ...line, dollars: line.dollars * scale, amount: line.amount * scale })),
  };
};

const from = START + warm;
const measured = await simulate(fleet, settings(adaptive), START, from + days * DAY_MS, from);
const bill = perFunctionMonth(measured, 24 * days);
const everyMinute = perFunctionMonth(
  await simulate(fleet, settings(fixed), START, START + (1 + FIXED_HOURS) * HOUR_MS, START + HOUR_MS),
  FIXED_HOURS,
);
const streamed = (measured.activeMinutes / count / days) * DAYS_A_MONTH * STREAMED_METRICS * STREAM_UPDATE;

const money = (value: number): string => `$${value.toFixed(4)}`;
const row = (cells: readonly (string | number)[]): void => console.log(`| ${cells.join(' | ')} |`);
console.log(
  `Telemetry of ${count} functions, ${days} days measured after ${values['warm-hours']} hours, a month of ${DAYS_A_MONTH} days\n`,
);
row(['way', 'dollars a function-month']);
row(['---', '---']);
row([`adaptive, ${CADENCES.map((cadence) => `${cadence} ${adaptive[cadence]} s`).join(', ')}`, money(bill.total)]);
row(['every function every 60 s (the same code)', money(everyMinute.total)]);
row(['Metric Streams, updates alone, without storing or judging them (by its price)', money(streamed)]);
row(['DevOps Guru (published)', money(DEVOPS_GURU_HOUR * 730)]);
console.log('\nWhat it is made of, a function-month\n');
row(['unit', 'amount', 'dollars']);
row(['---', '---', '---']);
for (const { unit, amount, dollars: each } of bill.lines) if (each > 0) row([unit, amount.toFixed(1), money(each)]);
console.log(
  `\n${(measured.polls / count / days).toFixed(0)} polls a function and day; at the end ${CADENCES.map((cadence) => `${measured.byCadence[cadence] ?? 0} ${cadence}`).join(', ')}; ` +
    `${measured.findings} messages of findings, ${measured.told} people told.`,
);
