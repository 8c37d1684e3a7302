import type { AuditRecord, FunctionConfiguration, Improvement, SwitchState } from '../../lambdas/shared/contract/records.ts';
import type { Planned } from './plan/fault.ts';

/** Where the alias points, without its revision; null: it is gone. */
export interface AliasView {
  version: string;
  canary: { version: string; weight: number } | null;
}

/** The part of an improvement's record that the alias is held against. */
export type Standing = Pick<Improvement, 'id' | 'status' | 'reason' | 'rollout' | 'revision'>;

export interface Told {
  subject: string;
  body: string;
  severity: string;
}

/** What happened, in order. */
export type Moment = { at: number } & (
  | {
      kind: 'alias';
      by: 'kaizen' | 'person';
      /** What did it: the handler, or the act. */
      what: string;
      invocation: number | null;
      before: AliasView | null;
      after: AliasView | null;
      /** Decisions on record at that moment, oldest first. */
      audited: number;
      /** What the invocation last read of the kill switch; null: it did not ask. */
      switchRead: { stopped: boolean } | null;
      stopped: boolean;
    }
  | { kind: 'published'; version: string; what: string; switchRead: { stopped: boolean } | null; stopped: boolean }
  | { kind: 'told'; message: Told }
  | { kind: 'failed'; handler: string; error: string; cause: string }
  | { kind: 'dead-letter'; handler: string; error: string }
  | { kind: 'act'; act: string }
  | { kind: 'quiet'; alias: AliasView | null; improvements: Standing[] }
);

/** Everything of a version that serves, and of $LATEST. */
export interface CodeState {
  sha256: string;
  bytes: string;
  configuration: FunctionConfiguration;
  variables: string;
}

export interface FunctionState {
  managed: boolean;
  alias: AliasView | null;
  latest: CodeState;
  versions: Record<string, CodeState>;
}

export interface ExecutionView {
  name: string;
  improvementId: string;
  status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'ABORTED' | 'TIMED_OUT';
  states: string[];
}

/** A history from its first call to its last. The invariants read nothing else. */
export interface History {
  scenario: string;
  seed: number;
  planned: Planned[];
  moments: Moment[];
  /** The calls, one line each. */
  trace: string[];
  /** `endless`: something was still going on when the longest time was over. */
  ended: 'idle' | 'endless';
  target: string;
  start: FunctionState;
  end: FunctionState & {
    at: number;
    improvements: Improvement[];
    audit: AuditRecord[];
    /** Locks and permits. */
    locks: { key: string; owner: string; until: number }[];
    killSwitch: SwitchState;
    executions: ExecutionView[];
  };
}

/** A sentence that says what is wrong. */
export type Violation = string;
export interface Invariant {
  name: string;
  check(history: History): Violation[];
}
