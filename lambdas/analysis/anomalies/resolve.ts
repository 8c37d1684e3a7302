import type { Anomaly } from '../../shared/contract/records.ts';
import type { FindingsMessage } from '../../shared/contract/workflow.ts';
import { GAP_MS } from '../../shared/detection/rules/episode.ts';
import { streamingDetector } from '../../shared/detection/rules/streaming-detector.ts';
import { clockTime, inMinutes } from '../../shared/detection/words.ts';
import { MINUTE_MS } from '../../shared/time.ts';

/** Minutes with data, after the last one that was out, that show that an anomaly is over. */
const JUDGED_MINUTES = GAP_MS / MINUTE_MS;

/**
 * After so long without enough calls an anomaly is closed all the same, in other words: a target is polled fast for 15 minutes after its last
 * finding, and nobody would come back to close it later.
 */
const SILENT_MS = 10 * MINUTE_MS;

/**
 * How an open anomaly that shows no more ended; null: it stays open. Minutes before `until` (epoch ms) were judged; `newest` are the target's newest
 * points: only minutes with data say that all is well again. The detector alarms when a level changes and falls silent once it knows the new one:
 * its silence says nothing about the level.
 */
export function resolutionOf(anomaly: Anomaly, until: number, newest: FindingsMessage['newest']): string | null {
  const quietMs = until - (anomaly.lastSeen + MINUTE_MS);
  if (quietMs < GAP_MS) return null;
  const over = anomaly.lastSeen + MINUTE_MS;
  const lasted = inMinutes(over - anomaly.since);
  if (judged(anomaly, newest) >= JUDGED_MINUTES) {
    return anomaly.type === streamingDetector.type
      ? `no longer new since ${clockTime(over)}, after ${lasted}: the level may have stayed`
      : `back to normal at ${clockTime(over)} after ${lasted}`;
  }
  if (quietMs < SILENT_MS) return null;
  return `not seen since ${clockTime(over)}, after ${lasted}; too few calls came since then to say that it is over`;
}

/** Minutes with a point of its series (of the calls, when it has none or that one is silent by nature) after it was last seen. */
function judged({ series, lastSeen }: Anomaly, newest: FindingsMessage['newest']): number {
  const counts = [series ?? 'invocations', 'invocations' as const].map((each) => newest[each]?.filter((at) => at > lastSeen).length ?? 0);
  return Math.max(...counts);
}
