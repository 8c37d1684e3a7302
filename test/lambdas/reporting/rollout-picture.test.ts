import { describe, expect, it } from 'vitest';
import { CycleReport } from '../../../lambdas/reporting/cycle-report.ts';
import { chartOf, pictureOf } from '../../../lambdas/reporting/rollout-picture.ts';
import { rolloutChartOf } from '../../../lambdas/shared/chart/rollout-chart-of.ts';
import { rollout } from './fixtures.ts';
import { judgedRollout } from './judged-rollout.ts';
import { judgedReport } from './wild-report.ts';

describe("a rollout's picture in the report", () => {
  const { rollout: judged } = judgedRollout({ slower: 1.1, errorRate: 0.6, requestsPerMinute: 200 }, 3);

  it('is the one of its record, to a pixel', () => {
    const picture = pictureOf(judged, null);
    const chart = rolloutChartOf(judged, 'title');
    if (picture === null || chart === null) throw new Error('expected a picture');
    const kept = chartOf(picture, 'title');
    expect({ ...kept, wealth: [] }).toEqual({ ...chart, wealth: [] });
    kept.wealth.forEach(({ harm, passBy }, minute) => {
      expect(harm).toBeCloseTo(chart.wealth[minute]?.harm as number, 2);
      expect(passBy.latency).toBeCloseTo(chart.wealth[minute]?.passBy.latency as number, 2);
    });
  });

  it('goes through JSON and back, in some hundred bytes a minute', () => {
    const report = judgedReport();
    expect(CycleReport.parse(JSON.parse(JSON.stringify(report)))).toEqual(report);
    const picture = report.improvements[0]?.rollout?.picture;
    expect(picture?.minutes).toHaveLength(60);
    expect(picture?.minutes[0]?.[4]).toBeGreaterThan(100);
    expect(JSON.stringify(picture).length).toBeLessThan(120 * 60);
  });

  it('is not there where nothing was judged', () => {
    expect(pictureOf(rollout(), null)).toBeNull();
    expect(pictureOf({ ...judged, observations: [] }, null)).toBeNull();
  });
});
