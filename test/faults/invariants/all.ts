import type { History, Invariant } from '../history.ts';
import { aliasExplained } from './alias-explained.ts';
import { ends } from './ends.ts';
import { failsByName } from './fails-by-name.ts';
import { lockFree } from './lock-free.ts';
import { noSideEffectAfterStop } from './no-side-effect-after-stop.ts';
import { oneAuditRecordADecision } from './one-audit-record-a-decision.ts';
import { personTold } from './person-told.ts';
import { replays } from './replays.ts';
import { restoresIdentical } from './restores-identical.ts';

export const INVARIANTS: readonly Invariant[] = [
  aliasExplained,
  restoresIdentical,
  oneAuditRecordADecision,
  lockFree,
  personTold,
  noSideEffectAfterStop,
  ends,
  failsByName,
  replays,
];

/** Every violation in a history, with the name of its invariant. */
export function violations(history: History): { invariant: string; what: string }[] {
  return INVARIANTS.flatMap(({ name, check }) => check(history).map((what) => ({ invariant: name, what })));
}
