import { expect, it } from 'vitest';
import type { Finding } from '../../../lambdas/analysis/finding.ts';
import { weigh } from '../../../lambdas/analysis/weigh.ts';
import { cycle } from '../reporting/fixtures.ts';
import { target } from '../fakes/world.ts';

const finding: Finding = {
  kind: 'latency',
  title: 'orders is slow',
  evidence: [{ source: 'telemetry', summary: 'slow' }],
  severity: 'high',
  gain: 0.3,
  usersPerHour: 100,
  occurrencesPerDay: 24,
  samples: 1000,
  wanted: null,
};
const scores = [
  { strategy: 'model:first', promoted: 1, rolledBack: 3, inconclusive: 0 },
  { strategy: 'model:second', promoted: 2, rolledBack: 1, inconclusive: 1 },
  { strategy: 'codemod:ttl-cache', promoted: 0, rolledBack: 9, inconclusive: 0 },
];

it('weighs what a model would write by how all models fared, whichever is asked', () => {
  const { confidence, risk, evidence } = weigh(finding, target('orders'), cycle(), scores, 1);
  // (18 + 3) / (20 + 3 + 4 + 1/2) and (4 + 4) / (50 + 8).
  expect(confidence).toBeCloseTo(21 / 27.5);
  expect(risk).toBeCloseTo(8 / 58);
  expect(evidence.at(-1)).toMatchObject({ source: 'history', figures: { promoted: 3, rolledBack: 4, inconclusive: 1 } });
});

it('says nothing of a history that is not there', () => {
  const { confidence, evidence } = weigh(finding, target('orders'), cycle(), [scores[2]!], 1);
  expect(confidence).toBeCloseTo(0.9);
  expect(evidence).toEqual(finding.evidence);
});
