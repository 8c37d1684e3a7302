import type { InvocationSample, SampleSet } from '../../../lambdas/shared/contract/records.ts';
import type { ObservedCall, Replay, ReplayedCase, Replayer } from '../../../lambdas/shared/source/tools.ts';
import type { Use } from '../../../lambdas/validation/check.ts';

/** A recorded invocation that gave its event back. */
export const sampleOf = (index: number, given: Partial<InvocationSample> = {}): InvocationSample => ({
  id: `request-${index}`,
  event: { index },
  at: 1_764_295_000_000 + index,
  outcome: { ok: true, value: { index } },
  calls: [],
  durationMs: 10,
  ...given,
});

export const samplesOf = (count: number): SampleSet & { environment: Record<string, string> } => ({
  environment: {},
  samples: Array.from({ length: count }, (_, index) => sampleOf(index)),
});

export const USE: Use = { handler: 'handler.handler', samples: samplesOf(20), differences: [], benefit: 'duration' };

export const callOf = (given: Partial<ObservedCall> = {}): ObservedCall => ({
  method: 'GET',
  url: 'http://rates.example/a',
  operation: null,
  body: '',
  answered: 'recorded',
  finished: true,
  ...given,
});

export const caseOf = (given: Partial<ReplayedCase> = {}): ReplayedCase => ({
  sample: 'request-1',
  outcome: { ok: true, value: 1 },
  calls: [],
  durationsMs: [10],
  ...given,
});

export const replayOf = (cases: ReplayedCase[], given: Partial<Replay> = {}): Replay => ({
  cases,
  initMs: [],
  heapGrowthBytes: 0,
  ...given,
});

/** Does what was recorded, and has the second package take half the time. */
export const steadyReplayer: Replayer = {
  replay: async ({ packages, samples, repetitions }) =>
    packages.map((_, which) =>
      replayOf(
        samples.map(({ id, outcome }) =>
          caseOf({ sample: id, outcome, durationsMs: Array.from({ length: repetitions }, () => 10 / (which + 1)) }),
        ),
      ),
    ),
};
