import type { Fingerprint } from '../contract/failure-records.ts';
import { type Failure, WRITTEN_TYPES } from '../failures/failure.ts';
import type { Told } from './folded-text.ts';
import type { Subject } from './match-patterns.ts';

const WRITTEN: ReadonlySet<string> = new Set(Object.values(WRITTEN_TYPES));

/** A failure as patterns are asked about it. `text`: the record that tells it, where its causes, properties and stack stand. */
export function subjectOf(failure: Failure, text: string, fingerprint?: Fingerprint): Subject {
  const causes: Told[] = [];
  for (let { cause } = failure; cause !== null; cause = cause.cause) causes.push(toldOf(cause));
  return { ...toldOf(failure), causes, text, fingerprint };
}

/** With the class that was thrown where `type` is a service's code, and the code that it carries, as texts that people paste have them. */
function toldOf({ type, thrownAs, code, message }: Failure): Told {
  const named = WRITTEN.has(type) ? '' : thrownAs === null ? type : `${thrownAs}: ${type}`;
  return { type: named, message: code === null || message.includes(code) || named.includes(code) ? message : `${message} (${code})` };
}
