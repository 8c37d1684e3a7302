import { aboutImprovement, improvementInputs } from '../shared/audit/decision-inputs.ts';
import { OPEN_STATUSES, type Cycle, type Improvement } from '../shared/contract/records.ts';
import type { ReportIn } from '../shared/contract/workflow.ts';
import type { Ports } from '../shared/ports.ts';
import { deadEnd } from './dead-end.ts';
import { recordsOfCycle } from './records-of-cycle.ts';

/**
 * Closes the cycle's improvements that nobody will move on any more and returns those that are still open.
 * The decision is on the audit before the record moves, so that a repeat after a crash finds both.
 * @throws StaleRecord when an improvement moved on meanwhile: read again and repeat.
 */
export async function settleImprovements(
  { work, audit, clock }: Pick<Ports, 'work' | 'audit' | 'clock'>,
  cycle: Cycle,
  input: ReportIn,
): Promise<Improvement[]> {
  const now = clock();
  const open = (await recordsOfCycle(work.improvements, cycle)).filter(({ status }) => OPEN_STATUSES.includes(status));
  const stillOpen: Improvement[] = [];
  for (const improvement of open) {
    const end = deadEnd(improvement, cycle, input, now);
    if (end === null) {
      stillOpen.push(improvement);
      continue;
    }
    await audit.append({
      tenant: improvement.tenant,
      key: `reporting/improvement/${improvement.id}/${end.status}`,
      actor: 'kaizen:reporting',
      action: 'close-improvement',
      subject: improvement.target,
      about: aboutImprovement(improvement),
      summary: `Improvement ${improvement.id} (${improvement.title}) is closed as ${end.status}: ${end.reason}`,
      confidence: improvement.confidence,
      risk: improvement.risk,
      evidence: [],
      inputs: improvementInputs(improvement),
      at: now,
    });
    await work.improvements.update({ ...improvement, ...end, updatedAt: now });
  }
  return stillOpen;
}
