import type { Improvement, Rollout } from '../shared/contract/records.ts';
import { dayTime } from '../shared/detection/words.ts';
import type { Ports } from '../shared/ports.ts';
import { auditDecision } from './audit-decision.ts';

/**
 * Asks a person what becomes of a rollout that is inconclusive when its monitoring ends. It goes on meanwhile, so that harm is still seen,
 * and goes back to the stable version when nobody has answered by `until` (epoch ms). The message goes before the record: a second one
 * does less harm than none.
 */
export async function askVerdict(
  ports: Pick<Ports, 'clock' | 'audit' | 'notifier'>,
  improvement: Improvement,
  { snapshot, canaryVersion }: Rollout,
  reason: string,
  until: number,
): Promise<void> {
  const { id, target, title } = improvement;
  await auditDecision(ports, improvement, {
    action: 'ask-verdict',
    summary: `Improvement ${id} on ${target}: a person may decide until ${dayTime(until)}, then it goes back; ${reason}`,
    evidence: [],
  });
  await ports.notifier.notify({
    subject: `Kaizen asks: keep the change of ${target}?`,
    severity: 'warning',
    body: [
      title,
      '',
      `Version ${canaryVersion} runs beside version ${snapshot.stableVersion}, and neither harm nor its absence is proven: ${reason}.`,
      `It is watched on. Without an answer until ${dayTime(until)} it goes back to version ${snapshot.stableVersion}.`,
      '',
      `  kaizen approve ${id}`,
      `  kaizen reject ${id} --reason "..."`,
    ].join('\n'),
  });
}
