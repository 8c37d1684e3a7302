import type { CloudEvent, RolloutTick, TelemetryTick } from '../../localstack/embedded/events.ts';
import { count } from '../../lambdas/reporting/text/numbers.ts';
import { cut, plain } from '../../lambdas/reporting/text/plain.ts';
import { wealth } from '../../lambdas/reporting/text/words.ts';

const PHASE_WIDTH = 'generation'.length;
const SUBJECT_WIDTH = 18;
const MARKS = { info: ' ', good: '+', bad: '!' } as const;

/** Time of day of the telemetry clock, UTC. */
function timeOfDay(at: number): string {
  return new Date(at).toISOString().slice(11, 19);
}

/** An event as one line: telemetry time, phase, mark, message. No control characters get through. */
export function eventLine({ at, phase, level, message }: CloudEvent): string {
  return `${timeOfDay(at)}  ${phase.padEnd(PHASE_WIDTH)}  ${MARKS[level]} ${plain(message)}`;
}

/** The figures of an event that only moves them on; null for any other. */
export function tickOf({
  phase,
  data,
}: CloudEvent): { phase: 'rollout'; tick: RolloutTick } | { phase: 'telemetry'; tick: TelemetryTick } | null {
  if (data?.['tick'] !== true) return null;
  if (phase === 'rollout') return { phase, tick: data as unknown as RolloutTick };
  if (phase === 'telemetry') return { phase, tick: data as unknown as TelemetryTick };
  return null;
}

/** The figures as one line of aligned columns. */
export function tickLine(event: CloudEvent): string | null {
  const found = tickOf(event);
  if (found === null) return null;
  const head = `${timeOfDay(event.at)}  ${event.phase.padEnd(PHASE_WIDTH)}  ${MARKS[event.level]}`;
  if (found.phase === 'telemetry') {
    const { minute, of, requests } = found.tick;
    return `${head} minute ${String(minute).padStart(3)} of ${of}  ${count(requests).padStart(8)} requests`;
  }
  const { weight, minute, requests, wealth: evidence, word } = found.tick;
  return [
    `${head} ${cut(plain(event.subject ?? ''), SUBJECT_WIDTH).padEnd(SUBJECT_WIDTH)}`,
    `${String(Math.round(weight * 100)).padStart(3)} %`,
    `minute ${String(minute).padStart(3)}`,
    `${count(requests).padStart(7)} requests`,
    `wealth ${(evidence === null ? '–' : wealth(evidence)).padStart(7)}`,
    word ?? 'watching',
  ].join('  ');
}
