import { reserveConcurrency } from '../commands.ts';
import { HOUR_MS } from '../../shared/time.ts';
import { invocations } from '../figures.ts';
import type { Finding } from '../finding.ts';
import type { TargetContext } from '../target-context.ts';

/** A whole day: a shorter silence may be the night. */
const IDLE_HOURS = 24;

/** Never called within the window. Nobody is affected, so its impact is zero; whether it may go is for people to say. */
export function idle(context: TargetContext): Finding[] {
  const hours = (context.span.to - context.span.from) / HOUR_MS;
  if (hours < IDLE_HOURS || invocations(context) > 0) return [];
  return [
    {
      kind: 'idle',
      title: `${context.target.name} was not called for ${Math.floor(hours)} hours`,
      evidence: [{ source: 'telemetry', summary: `No invocation within ${Math.floor(hours)} hours.`, figures: { hours } }],
      severity: 'low',
      gain: 0,
      usersPerHour: 0,
      occurrencesPerDay: 0,
      samples: Math.round(hours * 60),
      wanted: null,
      action: {
        words:
          'Ask its owner whether it may go. An unused function costs nothing but provisioned concurrency and somebody’s attention; ' +
          'the command switches it off for a trial, and delete-function-concurrency switches it on again.',
        command: reserveConcurrency(context.target.name, 0),
      },
    },
  ];
}
