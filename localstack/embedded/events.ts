import type { Ports } from '../../lambdas/shared/ports.ts';

/** The parts of a run, in the order in which they show. */
export const EVENT_PHASES = [
  'start',
  'telemetry',
  'detection',
  'cycle',
  'analysis',
  'generation',
  'validation',
  'rollout',
  'report',
  'stop',
] as const;
export type EventPhase = (typeof EVENT_PHASES)[number];

/** Something that happened in the embedded cloud. */
export interface CloudEvent {
  /** Telemetry time, epoch ms. */
  at: number;
  phase: EventPhase;
  level: 'info' | 'good' | 'bad';
  /** A whole sentence for people. */
  message: string;
  /** What it is about: a target, an improvement. */
  subject?: string;
  data?: Record<string, unknown>;
}

/**
 * `data` of an event that only moves a figure on (`tick: true`). The next one of the same phase and subject takes its
 * place; `done` ends the series. Terminals show the latest, pipes a few, machines all.
 */
export interface TelemetryTick {
  tick: true;
  /** Telemetry minutes that are over, and how many this part of the run lasts. */
  minute: number;
  of: number;
  requests: number;
  done: boolean;
}

/** `data` of an event of phase `rollout` after the judge was asked; `subject` is the target. */
export interface RolloutTick {
  tick: true;
  improvementId: string;
  /** The canary's weight, 0..1. */
  weight: number;
  /** Judged minutes so far, and the canary's requests in them. */
  minute: number;
  requests: number;
  /** Evidence of harm; null before the judge could say anything. */
  wealth: number | null;
  /** The judge's latest word. */
  word: 'harm' | 'pass' | 'inconclusive' | 'no-data' | null;
  done: boolean;
}

/** What a state directory says about itself, whether a run is under way or not. */
export interface StateStatus {
  stateDir: string;
  /** The process that runs the embedded cloud on it; null: none does. */
  run: { pid: number } | null;
  /** Telemetry time that was reached, epoch ms. */
  now: number;
  /** Tenants that have records or settings there. */
  tenants: string[];
  functions: { name: string; tenant: string; version: string; canary: { version: string; weight: number } | null }[];
}

/** The records in a state directory: of the running server when a run is under way, else opened by the caller itself. */
export interface OpenedState extends Pick<Ports, 'work' | 'audit' | 'control' | 'baselines' | 'registry'> {
  status(): Promise<StateStatus>;
  close(): Promise<void>;
}
