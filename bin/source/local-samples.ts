import type { InvocationSample, SampleSet, SourceFile } from '../../lambdas/shared/contract/records.ts';
import type { Replayer } from '../../lambdas/shared/source/tools.ts';

/** Where people keep events to try a function with (AWS SAM's own convention): `events/<name>.json`. */
const EVENTS = /^events\/[^/]+\.json$/;
/** A median of fewer invocations says nothing at 5 %: each event is there as often as makes so many of them. */
const LEAST_SAMPLES = 12;
const LIMIT_MS = 10_000;
/** The clock of a replay starts somewhere, at the same moment each time. */
const AT = Date.UTC(2026, 0, 1);

function eventsIn(files: readonly SourceFile[]): { id: string; event: unknown }[] | { none: string } {
  const found: { id: string; event: unknown }[] = [];
  for (const { path, content } of files.filter((file) => EVENTS.test(file.path))) {
    try {
      found.push({ id: path, event: JSON.parse(content) as unknown });
    } catch (error) {
      return { none: `${path} is no JSON: ${(error as Error).message}` };
    }
  }
  return found.length === 0 ? { none: 'there are no recorded invocations (--samples) and no events (events/*.json)' } : found;
}

/**
 * Invocations of a local function by the events that lie beside it: what the function as it is makes of each of them, in the sandbox. An event
 * whose invocation asks somebody outside is no sample: nobody recorded what the answer was.
 */
export async function localSamples(
  files: readonly SourceFile[],
  handler: string,
  replayer: Replayer,
): Promise<SampleSet | { none: string }> {
  const events = eventsIn(files);
  if ('none' in events) return events;
  const samples = events.map(({ id, event }): InvocationSample => ({
    id,
    event,
    at: AT,
    outcome: { ok: true, value: null },
    calls: [],
    durationMs: 0,
  }));
  const replay = await replayer.replay({
    packages: [files],
    handler,
    environment: {},
    samples,
    repetitions: 1,
    starts: 1,
    dependencies: 'recorded',
    hangMs: LIMIT_MS,
  });
  if ('none' in replay) return replay;
  const known = samples.flatMap((sample, index) => {
    const played = replay[0]?.cases[index];
    return played === undefined || played.calls.length > 0 ? [] : [{ ...sample, outcome: played.outcome }];
  });
  if (known.length === 0) return { none: 'what its events make it ask of others was not recorded (--samples takes what was)' };
  const times = Math.ceil(LEAST_SAMPLES / known.length);
  return {
    environment: {},
    samples: Array.from({ length: times }, (_, round) =>
      known.map((sample) => ({ ...sample, id: `${sample.id}#${round}`, at: AT + round })),
    ).flat(),
  };
}

/** The handler of a package that names none: the first of these files, and its export `handler`. Null: it has none of them. */
export function handlerIn(files: readonly SourceFile[]): string | null {
  const stems = ['handler', 'index', 'app', 'src/handler', 'src/index', 'src/app', 'lambda'];
  const stem = stems.find((each) => files.some(({ path }) => /\.(?:[cm]?js|m?ts)$/.test(path) && path.replace(/\.[^./]+$/, '') === each));
  return stem === undefined ? null : `${stem}.handler`;
}
