import { showWealth } from '../judge/describe.ts';
import { minuteTicks } from './minute-axis.ts';
import { type Area, drawPanel, minuteEdge } from './panel.ts';
import {
  type Bars,
  barWords,
  type ChartMinute,
  type ChartWealth,
  durationPanel,
  errorPanel,
  harmedBoth,
  leastOfPass,
  wealthPanel,
} from './rollout-panels.ts';
import { styleSheet } from './style.ts';
import { path, svg, text } from './svg.ts';

/** A rollout, minute by minute, with the judge's evidence. */
export interface RolloutChart {
  /** One line; of about 110 characters the rest is not seen. */
  title: string;
  /** When minute 1 began, epoch ms; null: the minutes are numbered only. */
  from: number | null;
  minutes: readonly ChartMinute[];
  /** One for each minute. */
  wealth: readonly ChartWealth[];
  bars: Bars;
  /** The judge's word and the minute (from 1) that brought it; null: it has none, or it is of no minute. */
  verdict: { word: string; minute: number | null } | null;
}

export const ROLLOUT_WIDTH = 960;
export const ROLLOUT_HEIGHT = 700;
const LEFT = 64;
const RIGHT = 24;
const COLUMNS = ROLLOUT_WIDTH - LEFT - RIGHT;
/** Lines of text above the panels, from the top: title, legend, weights, verdict. */
const ROWS = { title: 24, legend: 48, weights: 72, verdict: 90 } as const;
/** Three panels, the evidence a little higher than the other two. */
const PANELS = [
  { top: 124, height: 140 },
  { top: 304, height: 120 },
  { top: 464, height: 170 },
] as const;
const BOTTOM = PANELS[2].top + PANELS[2].height;
/** Pixels between a label and the line that it belongs to. */
const BESIDE = 5;
/** Pixels of a label of a weight, with room: steps that follow one another faster share one. */
const WEIGHT_ROOM = 48;
/** Pixels of a legend's mark with its blanks, and of a letter beside it: a little wide, whatever the font. */
const MARK_WIDTH = 46;
const LETTER_WIDTH = 7;

const stroke = (colour: string, width: number): string =>
  `stroke:var(--${colour});stroke-width:${width};stroke-linejoin:round;stroke-linecap:round`;
/** A line that runs behind a text leaves it readable. */
const HALO = 'font-size:12px;stroke:var(--paper);stroke-width:5;stroke-linejoin:round;paint-order:stroke';
const STYLE = styleSheet({
  // Wider and paler than the canary's, which lies on it where both are the same.
  '.stable': `${stroke('series', 3)};stroke-opacity:.6`,
  '.canary': stroke('limit', 1.6),
  '.harm': stroke('alarm', 2),
  '.pass': stroke('proof', 2),
  '.both': `${stroke('ahead', 2)};stroke-dasharray:7 4`,
  '.lone': 'stroke-width:5',
  '.limit': 'stroke:var(--ink);stroke-width:1.2;stroke-dasharray:6 4',
  '.step': 'stroke:var(--faint);stroke-width:1;stroke-dasharray:2 3',
  '.verdict': 'stroke:var(--ink);stroke-width:1.2',
  '.label': HALO,
  '.tick': `${HALO};fill:var(--faint)`,
  '.word': `${HALO};font-weight:600`,
});

/**
 * The picture of a rollout as one SVG of ROLLOUT_WIDTH × ROLLOUT_HEIGHT: how slow both arms were, how often they failed, and the wealth of
 * the judge's bets, with the steps of the weight and the verdict. It is light or dark as the reader's system is, needs nothing else, and
 * has no ids: a page may hold several, as images or inline.
 *
 * @throws RangeError when there isn't one wealth for each minute.
 */
export function renderRolloutChart(chart: RolloutChart): string {
  const { title, minutes, wealth, bars, verdict } = chart;
  if (wealth.length !== minutes.length) {
    throw new RangeError(`renderRolloutChart: found wealth of ${wealth.length} minutes, expected ${minutes.length}`);
  }
  const count = Math.max(1, minutes.length);
  const panels = [durationPanel(minutes), errorPanel(minutes), wealthPanel(wealth, bars)];
  return svg({ width: ROLLOUT_WIDTH, height: ROLLOUT_HEIGHT, title, description: describe(chart), style: STYLE }, [
    text(LEFT, ROWS.title, 'title', title),
    ...legend(chart),
    ...markLines(chart, count),
    ...panels.flatMap((panel, index) =>
      drawPanel(panel, count, { left: LEFT, width: COLUMNS, ...(PANELS[index] as Pick<Area, 'top' | 'height'>) }),
    ),
    ...minuteMarks(chart.from, count),
    ...weightLabels(minutes, count),
    verdictLabel(verdict, count),
  ]);
}

const edge = (minute: number, count: number): number => minuteEdge(minute, count, { left: LEFT, width: COLUMNS });

/** Only what is in the picture. */
function legend({ minutes, wealth }: RolloutChart): string[] {
  const entries = [
    ['stable', 'stable version'],
    ['canary', 'canary'],
    ['harm', 'wealth of harm'],
    ['pass', 'of a pass (least)'],
    ...(harmedBoth(wealth) ? [['both', 'of harm to both'] as const] : []),
    ...(weightSteps(minutes).length > 1 ? [['step', 'weight changes'] as const] : []),
  ] as const;
  let x = LEFT;
  return entries.flatMap(([kind, name]) => {
    const left = x;
    x += MARK_WIDTH + name.length * LETTER_WIDTH;
    return [path(kind, `M${left} ${ROWS.legend - 4}h20`), text(left + 26, ROWS.legend, 'tick', name)];
  });
}

/** Lines through all panels: where the weight changes, and at the verdict. */
function markLines({ minutes, verdict }: RolloutChart, count: number): string[] {
  const decided = verdict?.minute ?? null;
  return [
    ...weightSteps(minutes)
      .filter(({ minute }) => minute > 1)
      .map(({ minute }) => path('step', `M${edge(minute, count)} ${ROWS.weights - 10}V${BOTTOM}`)),
    decided === null ? '' : path('verdict', `M${edge(decided + 0.5, count)} ${ROWS.verdict - 10}V${BOTTOM}`),
  ];
}

/** The canary's weight where it begins. */
function weightLabels(minutes: readonly ChartMinute[], count: number): string[] {
  let free = 0;
  return weightSteps(minutes).map(({ weight, minute }) => {
    const x = edge(minute, count);
    if (x < free) return '';
    const first = minute === 1;
    free = x + WEIGHT_ROOM * (first ? 2 : 1);
    return text(first ? x : x + BESIDE, ROWS.weights, 'tick', first ? `canary ${percent(weight)}` : percent(weight));
  });
}

function minuteMarks(from: number | null, count: number): string[] {
  const began = from === null ? '' : ` (the first began ${new Date(from).toISOString().slice(0, 19).replace('T', ' ')} UTC)`;
  return [
    ...minuteTicks(count).map(({ at, label }) => text(edge(at + 0.5, count), BOTTOM + 18, 'tick', label, 'middle')),
    text(LEFT + COLUMNS / 2, BOTTOM + 42, 'label', `minute of the rollout${began}`, 'middle'),
  ];
}

/** The verdict's word beside its minute; at the left edge when it is of none. */
function verdictLabel(verdict: RolloutChart['verdict'], count: number): string {
  if (verdict === null) return '';
  const { word, minute } = verdict;
  if (minute === null) return text(LEFT, ROWS.verdict, 'word', word);
  const x = edge(minute + 0.5, count);
  const right = x > LEFT + COLUMNS / 2;
  return text(right ? x - BESIDE : x + BESIDE, ROWS.verdict, 'word', `${word}, minute ${minute}`, right ? 'end' : 'start');
}

/** The picture in words, for those who can't see it. */
function describe({ minutes, wealth, bars, verdict }: RolloutChart): string {
  const steps = weightSteps(minutes).map(({ weight, minute }) => `${percent(weight)} from minute ${minute}`);
  const last = wealth.at(-1);
  const parts = [
    `${minutes.length} ${minutes.length === 1 ? 'minute' : 'minutes'}`,
    ...(steps.length === 0 ? [] : [`weight of the canary: ${steps.join(', ')}`]),
    ...(last === undefined
      ? []
      : [
          `at the end the wealth of harm is ${showWealth(last.harm)} and the least wealth of a pass ${showWealth(leastOfPass(last))}; ${barWords(bars, harmedBoth(wealth))}`,
        ]),
    verdict === null ? 'no verdict' : `verdict: ${verdict.word}${verdict.minute === null ? '' : ` in minute ${verdict.minute}`}`,
  ];
  return `${parts.join('. ')}.`;
}

function weightSteps(minutes: readonly ChartMinute[]): { weight: number; minute: number }[] {
  return minutes.flatMap(({ weight }, index) => (weight === minutes[index - 1]?.weight ? [] : [{ weight, minute: index + 1 }]));
}

const percent = (share: number): string => `${Number((100 * share).toFixed(1))} %`;
