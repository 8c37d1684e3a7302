import { createHash } from 'node:crypto';
import type { Fingerprint } from '../contract/failure-records.ts';
import { redact } from '../redact/redact.ts';
import type { Failure, Runtime, StackFrame } from './failure.ts';
import { failureTemplate } from './fingerprint/message-template.ts';
import { ownFrames } from './fingerprint/own-frames.ts';
import { steadyFile, withoutRoot } from './fingerprint/steady-file.ts';
import { steadyFunction } from './fingerprint/steady-function.ts';
import { steadyType } from './fingerprint/steady-type.ts';

/** Frames that a fingerprint has: further out the same failure comes by other ways. */
const MOST_FRAMES = 3;
/** Of a function's or file's name. */
const MOST_NAME = 120;

/**
 * What a failure is known by, whatever deployment it comes from: its type, its message's template, and the innermost frames of the service's own
 * code. Frames of which a bundler or minifier left no name are left out; where none is left, type and template are all there is.
 */
export function fingerprintOf(failure: Failure): Fingerprint {
  const type = steadyType(failure);
  const template = failureTemplate(failure.message);
  const frames = steadyFrames(failure);
  const id = createHash('sha256')
    .update(JSON.stringify([type, template, frames]))
    .digest('hex')
    .slice(0, 16);
  return { id, type, template, frames };
}

/** Where in the service's own code it failed, for people: `src/orders.ts:12`, below the root where that is known; null: the log doesn't say. */
export function locationOf(failure: Failure): string | null {
  for (let each: Failure | null = failure; each !== null; each = each.cause) {
    const [frame] = ownFrames(each);
    if (frame !== undefined) return placeOf(each.runtime, frame);
  }
  return null;
}

function steadyFrames(failure: Failure): string[] {
  const { runtime, own } = framesOf(failure);
  const named = own.flatMap((frame) => {
    const name = frame.function === null ? null : steadyFunction(runtime, frame.function);
    return name === null ? [] : [described(runtime, name, frame)];
  });
  // A recursion repeats its frames as often as it was deep when it failed.
  const distinct = named.filter((text, at) => text !== named[at - 1]);
  if (distinct.length > 0) return distinct.slice(0, MOST_FRAMES);
  const place = own.find(({ file }) => file !== null && steadyFile(runtime, file) !== null);
  return place === undefined ? [] : [described(runtime, '<anonymous>', place)];
}

/** The frames of the service's own code: the exception's, or where its stack has none, its cause's. Of several errors none is the cause. */
function framesOf(failure: Failure): { runtime: Runtime; own: StackFrame[] } {
  for (let each: Failure | null = failure; each !== null; each = each.type === 'AggregateError' ? null : each.cause) {
    const own = ownFrames(each);
    if (own.length > 0) return { runtime: each.runtime, own };
  }
  return { runtime: failure.runtime, own: [] };
}

function described(runtime: Runtime, name: string, { file }: StackFrame): string {
  const steady = file === null ? null : steadyFile(runtime, file);
  const text = steady === null ? name : `${name} (${steady})`;
  return redact(text.slice(0, MOST_NAME));
}

function placeOf(runtime: Runtime, { function: name, file, line }: StackFrame): string | null {
  if (file === null) return null;
  // The JVM tells the file's name alone: its folder is the package.
  const folder = runtime === 'jvm' && name !== null && !file.includes('/') ? name.split('.').slice(0, -2).join('/') : '';
  const path = folder === '' ? withoutRoot(file) : `${folder}/${file}`;
  return redact(line === null ? path : `${path}:${line}`);
}
