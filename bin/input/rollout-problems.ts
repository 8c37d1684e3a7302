import type { RolloutFigures } from './rollout-schema.ts';

/** A value that can't be, where it stands. */
export interface Problem {
  path: PropertyKey[];
  value: unknown;
  expected: string;
}

type Counts = RolloutFigures['baseline']['minutes'][number];

/** What is wrong between the fields of a rollout whose fields are well by themselves; in their order. */
export function rolloutProblems({ horizon, baseline, minutes }: RolloutFigures): Problem[] {
  return [
    ...baseline.minutes.flatMap((minute, index) => countProblems(minute, ['baseline', 'minutes', index])),
    ...(baseline.minutes.some(({ n }) => n > 0)
      ? []
      : [
          {
            path: ['baseline', 'minutes'],
            value: baseline.minutes,
            expected: 'expected requests in at least one of the minutes: without any there are no x_k',
          },
        ]),
    ...thresholdProblems(baseline.thresholds ?? []),
    ...(minutes.length > horizon
      ? [{ path: ['minutes'], value: minutes, expected: `expected at most the horizon's ${horizon}, which is fixed beforehand` }]
      : []),
    ...minutes.flatMap(({ stable, canary }, index) => [
      ...countProblems(stable, ['minutes', index, 'stable']),
      ...countProblems(canary, ['minutes', index, 'canary']),
    ]),
    ...numberProblems(minutes, horizon),
  ];
}

/** No part is larger than the whole, and nothing that is above p75 is not above p50. */
function countProblems({ n, e, over }: Counts, path: PropertyKey[]): Problem[] {
  return [
    ...(e > n ? [{ path: [...path, 'e'], value: e, expected: `expected at most n, ${n}` }] : []),
    ...over.flatMap((above, k) => {
      const most = k === 0 ? n : (over[k - 1] as number);
      const what = k === 0 ? 'n' : `over[${k - 1}], the count above a lower x_k`;
      return above > most ? [{ path: [...path, 'over', k], value: above, expected: `expected at most ${what}, ${most}` }] : [];
    }),
  ];
}

function thresholdProblems(thresholds: readonly number[]): Problem[] {
  return thresholds.flatMap((threshold, k) => {
    const before = thresholds[k - 1] ?? 0;
    return threshold < before
      ? [{ path: ['baseline', 'thresholds', k], value: threshold, expected: `expected at least thresholds[${k - 1}], ${before}` }]
      : [];
  });
}

/** Minutes are numbered all or none, in their order and within the horizon. */
function numberProblems(minutes: RolloutFigures['minutes'], horizon: number): Problem[] {
  if (minutes.every(({ minute }) => minute === undefined)) return [];
  return minutes.flatMap(({ minute }, index) => {
    const at = (expected: string): Problem[] => [{ path: ['minutes', index, 'minute'], value: minute, expected }];
    if (minute === undefined) return at('expected a number, as other minutes have one');
    if (minute > horizon) return at(`expected at most the horizon's ${horizon}, which is fixed beforehand`);
    const before = minutes[index - 1]?.minute ?? 0;
    return minute > before ? [] : at(`expected more than ${before}, the minute before: minutes stand in their order`);
  });
}
