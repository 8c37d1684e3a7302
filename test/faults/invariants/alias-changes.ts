import { refTo } from '../../../lambdas/shared/audit/refs.ts';
import type { AuditRecord, Improvement } from '../../../lambdas/shared/contract/records.ts';
import type { AliasView, History, Moment } from '../history.ts';

export type AliasMoment = Extract<Moment, { kind: 'alias' }>;

/** What a change of the alias does for one improvement's canary. */
export type ChangeKind = 'first-share' | 'raise' | 'promote' | 'back' | 'unknown';

export interface AliasChange {
  moment: AliasMoment;
  kind: ChangeKind;
  improvement: Improvement | null;
  /** Words for messages: `1 -> 1 with 2@0.1`. */
  words: string;
}

/** The changes that Kaizen made, each with the improvement that it was made for. */
export function kaizenChanges(history: History): AliasChange[] {
  return history.moments
    .filter((moment): moment is AliasMoment => moment.kind === 'alias' && moment.by === 'kaizen')
    .map((moment) => {
      const { before, after } = moment;
      const improvement = history.end.improvements.find(({ rollout }) => concerns(rollout?.canaryVersion ?? null, before, after)) ?? null;
      const stable = improvement?.rollout?.snapshot.stableVersion ?? null;
      return {
        moment,
        improvement,
        kind: kindOf(before, after, improvement?.rollout?.canaryVersion ?? null, stable),
        words: changeWords(before, after),
      };
    });
}

function concerns(canary: string | null, before: AliasView | null, after: AliasView | null): boolean {
  return canary !== null && [before?.version, after?.version, before?.canary?.version, after?.canary?.version].includes(canary);
}

const shareOf = (alias: AliasView | null, version: string): number => {
  if (alias === null) return 0;
  const beside = alias.canary?.weight ?? 0;
  return (alias.version === version ? 1 - beside : 0) + (alias.canary?.version === version ? beside : 0);
};

function kindOf(before: AliasView | null, after: AliasView | null, canary: string | null, stable: string | null): ChangeKind {
  if (canary === null || after === null) return 'unknown';
  const [had, has] = [shareOf(before, canary), shareOf(after, canary)];
  if (has === 0) return 'back';
  if (has === 1 && has > had) return 'promote';
  if (after.version !== stable || has <= had) return 'unknown';
  return had === 0 ? 'first-share' : 'raise';
}

/** Whether a change gives a canary more traffic than it had. */
export function givesMore({ kind }: AliasChange): boolean {
  return kind === 'first-share' || kind === 'raise' || kind === 'promote';
}

/** Actions of audit records that decide each kind of change. */
const DECIDES: Readonly<Record<Exclude<ChangeKind, 'unknown'>, readonly string[]>> = {
  'first-share': ['start-rollout'],
  raise: ['raise-weight'],
  promote: ['promote'],
  back: ['roll-back', 'canary-dropped', 'promotion-taken-back'],
};

/** Actions that one of must be on record before a change: without a split the start itself moves all traffic. */
export function decidedBy({ kind, improvement }: AliasChange): readonly string[] {
  if (kind === 'unknown') return [];
  if (kind === 'promote' && improvement?.rollout?.plan?.split === false) return DECIDES['first-share'];
  return DECIDES[kind];
}

/** Decisions about an improvement that were on record at a moment, oldest first. */
export function decisionsBefore(history: History, { moment, improvement }: AliasChange): AuditRecord[] {
  return history.end.audit
    .slice(0, moment.audited)
    .filter(({ about }) => improvement !== null && about?.includes(refTo('improvement', improvement.id)));
}

/** `version 1 with 2@0.1`. */
export function aliasText(alias: AliasView | null): string {
  if (alias === null) return 'no alias';
  return alias.canary === null
    ? `version ${alias.version}`
    : `version ${alias.version} with ${alias.canary.version}@${alias.canary.weight}`;
}

function changeWords(before: AliasView | null, after: AliasView | null): string {
  return `${aliasText(before)} -> ${aliasText(after)}`;
}
