import type { Verdict } from '../../shared/contract/records.ts';
import type { Toned } from '../content/content.ts';
import type { ReportedImprovement, ReportedOpportunity } from '../cycle-report.ts';
import { dollarsText } from './numbers.ts';

/** What came of something, in a word or two. */
export const OUTCOME_WORDS: Record<ReportedOpportunity['outcome'], string> = {
  refused: 'refused',
  generated: 'written',
  rejected: 'rejected',
  proposed: 'proposed',
  'awaiting-approval': 'awaits approval',
  validated: 'validated',
  'rolling-out': 'rolling out',
  promoted: 'promoted',
  'rolled-back': 'rolled back',
  'not-deployed': 'not deployed',
  failed: 'failed',
  chosen: 'chosen',
  queued: 'queued',
  recommended: 'recommended',
  skipped: 'skipped',
};

const TONES: Partial<Record<ReportedOpportunity['outcome'], Toned['tone']>> = {
  promoted: 'good',
  'rolled-back': 'bad',
  rejected: 'bad',
  failed: 'bad',
};

/** The same with its tone. */
export function outcomeWord(outcome: ReportedOpportunity['outcome']): Toned {
  return { text: OUTCOME_WORDS[outcome], tone: TONES[outcome] ?? 'plain' };
}

/** The judge's word with its ground, in a sentence or two. */
export function verdictText(verdict: Verdict): string {
  const after = `after ${verdict.minutes} ${verdict.minutes === 1 ? 'minute' : 'minutes'}`;
  switch (verdict.word) {
    case 'harm':
      return `harm (${verdict.metric}) ${after}, wealth ${wealth(verdict.wealth)}: ${verdict.reason}`;
    case 'pass':
      return `pass ${after}, least wealth ${wealth(verdict.wealth)}: ${verdict.reason}`;
    case 'inconclusive': {
      if (verdict.detectable === null) return `inconclusive ${after}: ${verdict.reason}`;
      const { latencyRatio, errorRate } = verdict.detectable;
      const seen = [
        latencyRatio === null ? [] : [`latency × ${latencyRatio.toFixed(2)}`],
        errorRate === null ? [] : [`errors ${(errorRate * 100).toFixed(2)} %`],
      ].flat();
      const detectable = seen.length === 0 ? 'no effect could have been seen at this traffic' : `could have seen ${seen.join(', ')}`;
      return `inconclusive ${after}, ${detectable}: ${verdict.reason}`;
    }
    case 'no-data':
      return `not enough data ${after}: ${verdict.reason}`;
  }
}

/** Wealth is a ratio: two decimals while small, then whole, then by powers of ten. */
export function wealth(value: number): string {
  if (value >= 1e6) return value.toExponential(1);
  return value >= 100 ? Math.round(value).toLocaleString('en-US') : value.toFixed(2);
}

/** The one line that says what was changed. */
export function changeText({ title, kind, configuration }: Pick<ReportedImprovement, 'title' | 'kind' | 'configuration'>): string {
  return kind === 'tuning' && configuration !== null ? `${title} (${configuration.memoryMb} MB, ${configuration.timeoutSeconds} s)` : title;
}

/** The projected saving, or what it costs more. */
export function savingText(perMonth: number): string {
  const money = dollarsText(Math.abs(perMonth));
  return `${perMonth < 0 ? `costs ${money} more` : `saves ${money}`} a month at this traffic`;
}
