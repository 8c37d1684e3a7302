import { dayTime } from '../detection/words.ts';
import type { Failure } from '../failures/failure.ts';
import type { Confidence } from './confidence.ts';
import type { FilledSolution } from './fill-solutions.ts';
import type { SimilarFailure } from './similar-failures.ts';

interface Found {
  failure: Failure;
  location: string | null;
  confidence: Confidence;
  solutions: readonly FilledSolution[];
  similar: readonly SimilarFailure[];
  target: string | null;
}

/** What to do next about a failure, in order: a step is there only when what it rests on is. */
export function nextSteps({ failure, location, confidence, solutions, similar, target }: Found): string[] {
  const known = confidence.level === 'learned' || confidence.level === 'said' || confidence.level === 'mentioned';
  return [
    ...pastSteps(similar),
    ...(known && solutions.length > 0 ? ['Try the first solution; if the failure goes on, the next.'] : []),
    ...(confidence.level === 'ending' ? ['Read the lines of the same request or stream before it, and explain those.'] : []),
    ...placeSteps(failure, location, known),
    ...(confidence.level === 'unknown' ? unknownSteps(failure) : []),
    target === null
      ? 'Compare when it began with deployments and changes of that time.'
      : `Compare when it began with the deployments of ${target}: aws lambda list-versions-by-function --function-name ${target}`,
  ];
}

function pastSteps([closest]: readonly SimilarFailure[]): string[] {
  if (closest === undefined || (closest.likeness !== 'same-failure' && closest.likeness !== 'same-message')) return [];
  const { target, newSince, lastSeen } = closest.cluster;
  const since = newSince === null ? '' : `, where it came with version ${newSince.version}`;
  return [`See what was done about it on ${target}${since} (last seen there ${dayTime(lastSeen)}).`];
}

function placeSteps({ frames, runtime }: Failure, location: string | null, known: boolean): string[] {
  if (location !== null) return [`Go to ${location}${known ? '' : ': what does it take for granted that was not so'}.`];
  if (frames.length > 0) return ['No frame of the stack is of the service’s own code: find which call of its own leads there.'];
  return runtime === 'lambda' ? [] : ['The log has no stack: log the error itself, not only its message, to see where it happens.'];
}

function unknownSteps({ code, cause }: Failure): string[] {
  return [
    ...(cause === null ? [] : [`It was thrown for another: begin with ${cause.type}.`]),
    ...(code === null ? [] : [`Look its code up: ${code}.`]),
    'When you know what it is, write it down as a pattern of your own (docs/patterns.md, Supplying your own).',
  ];
}
