import { FAMILIES, type MinuteWealth } from '../judge/wealth-by-minute.ts';
import { logAxis } from './log-axis.ts';
import type { Panel } from './panel.ts';
import { valueAxis, type ValueAxis } from './value-axis.ts';

/** What one arm did in one minute. */
export interface ChartArm {
  /** Requests, and how many of them failed. */
  n: number;
  e: number;
  /** Requests above x_95, the stable version's p95 before; of the canary above (1 + margin) x_95. */
  slow: number;
  /** ms; null: not known. */
  p95: number | null;
}

/** Both arms in one minute, and the canary's weight in it. */
export interface ChartMinute {
  weight: number;
  stable: ChartArm;
  canary: ChartArm;
}

/** Wealth that decides, 1 / alpha each: that the canary does harm, that it passes, that both versions are worse than before. */
export interface Bars {
  harm: number;
  pass: number;
  both: number;
}

/** What the picture shows of a minute's evidence. */
export type ChartWealth = Pick<MinuteWealth, 'harm' | 'passBy'> & { guard: Pick<MinuteWealth['guard'], 'harm' | 'harmed'> };

/** Powers of ten of wealth that are shown at most: a bet that is lost or won beyond them is decided, and they would flatten the rest. */
const WEALTH_POWERS = { least: -3, most: 6 } as const;
/** And at least: a decade to either side of 1, with the bar well within. */
const SHOWN_POWERS = { low: -1, high: 2 } as const;
/** Air above the highest value, as a share of it. */
const AIR = 0.06;
/** No duration is measured more finely. */
const LEAST_MS = 0.001;
/** An error-free rollout is drawn over one percent of errors. */
const LEAST_PERCENT = 1;

/** How slow both arms were: p95 where it is known, else the share of requests beyond the thresholds of the p95. */
export function durationPanel(minutes: readonly ChartMinute[]): Panel {
  const known = minutes.some(({ stable, canary }) => stable.p95 !== null || canary.p95 !== null);
  if (known) return armsPanel('p95 of the durations, ms', minutes, ({ p95 }) => p95, LEAST_MS);
  return armsPanel(
    'slow requests, %: of the stable version above its p95 before, of the canary above that plus the margin',
    minutes,
    ({ n, slow }) => share(slow, n),
    LEAST_PERCENT,
  );
}

/** How often both arms failed. */
export function errorPanel(minutes: readonly ChartMinute[]): Panel {
  return armsPanel('failed requests, %', minutes, ({ n, e }) => share(e, n), LEAST_PERCENT);
}

/** Evidence for harm and for a pass, in powers of ten; for harm to both versions where it was proven. */
export function wealthPanel(wealth: readonly ChartWealth[], bars: Bars): Panel {
  const power = (value: number): number => value / Math.LN10;
  const lines = [
    { kind: 'pass', values: wealth.map((minute) => power(leastOfPass(minute))) },
    { kind: 'harm', values: wealth.map((minute) => power(minute.harm)) },
    ...(harmedBoth(wealth) ? [{ kind: 'both', values: wealth.map(({ guard }) => power(guard.harm)) }] : []),
  ];
  const deciding = barsOf(bars, harmedBoth(wealth)).map(({ wealth: at, decides }) => ({
    at: Math.log10(at),
    label: `${rounded(at)} ${decides}`,
  }));
  const all = lines.flatMap(({ values }) => values);
  const shown = [...all, ...deciding.map(({ at }) => at), SHOWN_POWERS.low, SHOWN_POWERS.high].map((each) =>
    Math.min(WEALTH_POWERS.most, Math.max(WEALTH_POWERS.least, each)),
  );
  const isBeyond = all.some((each) => each < WEALTH_POWERS.least || each > WEALTH_POWERS.most);
  const cut = isBeyond ? '; what lies beyond stands at the edge' : '';
  return {
    heading: `wealth of the bet on harm, and of the bets on a pass (the least of errors, latency and throughput)${cut}`,
    axis: logAxis(Math.min(...shown), Math.max(...shown)),
    lines,
    bars: deciding,
  };
}

/** Whether some minute proved that both versions are worse than before the rollout. */
export const harmedBoth = (wealth: readonly ChartWealth[]): boolean => wealth.some(({ guard }) => guard.harmed);

/** Log-wealth of the mirrored test that is behind: a pass needs all of them. */
export function leastOfPass({ passBy }: Pick<ChartWealth, 'passBy'>): number {
  return Math.min(...FAMILIES.map((family) => passBy[family]));
}

/** Each level with what it decides; a level that decides two things stands once. */
function barsOf({ harm, pass, both }: Bars, withBoth: boolean): { wealth: number; decides: string }[] {
  const beside =
    harm === pass
      ? [{ wealth: harm, decides: 'decides' }]
      : [
          { wealth: harm, decides: 'convicts' },
          { wealth: pass, decides: 'passes' },
        ];
  return withBoth ? [...beside, { wealth: both, decides: 'convicts both' }] : beside;
}

/** What decides, for a person. */
export function barWords(bars: Bars, withBoth: boolean): string {
  return barsOf(bars, withBoth)
    .map(({ wealth, decides }) => `${rounded(wealth)} ${decides}`)
    .join(', ');
}

const rounded = (bar: number): string => `${Number(bar.toPrecision(3))}`;

function armsPanel(heading: string, minutes: readonly ChartMinute[], value: (arm: ChartArm) => number | null, leastHigh: number): Panel {
  const stable = minutes.map((minute) => value(minute.stable));
  const canary = minutes.map((minute) => value(minute.canary));
  const lines = [
    { kind: 'stable', values: stable },
    { kind: 'canary', values: canary },
  ];
  return { heading, axis: fromZero([...stable, ...canary], leastHigh), lines, bars: [] };
}

function fromZero(values: readonly (number | null)[], leastHigh: number): ValueAxis {
  const highest = values.reduce<number>((most, value) => Math.max(most, value ?? 0), 0);
  return valueAxis(0, Math.max(leastHigh, highest * (1 + AIR)));
}

const share = (part: number, all: number): number | null => (all === 0 ? null : (100 * part) / all);
