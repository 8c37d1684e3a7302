import type { AnomalyDraft } from '../../contract/records.ts';
import type { TargetWindow } from '../target-window.ts';

/** One named reason to call something an anomaly. */
export interface Rule {
  /** Type of its anomalies. */
  type: string;
  /**
   * Whether a person is told of its warnings too, once they have lasted: true for what callers feel or a limit that is near. Critical ones
   * are told whatever the rule.
   */
  tellsWarnings: boolean;
  /** Pure. Gives nothing while the baselines that it needs are learning or stale. */
  find(window: TargetWindow): AnomalyDraft[];
}
