import type { SampleSet, SourceFile, Target } from './contract/records.ts';

/** Why the source of a target is not at hand, or not fit to be changed. */
export const SOURCE_PROBLEMS = ['unreadable', 'bundled', 'not-javascript', 'no-source', 'stale-source'] as const;
export type SourceProblem = (typeof SOURCE_PROBLEMS)[number];

/** The source of a version: what people wrote, with its tests. */
export type TargetSource =
  | {
      ok: true;
      files: SourceFile[];
      /** Lambda's setting, as it holds in these files. */
      handler: string;
      /** package: the deployed package is its own source, so a change of it can be published; named: what `kaizen:source` names, whose changes people build and deploy. */
      origin: 'package' | 'named';
      /** Where it is, for people. */
      place: string;
    }
  | { ok: false; problem: SourceProblem; reason: string };

/** Finds the source of a target's version. */
export interface SourceStore {
  source(target: Target, version: string): Promise<TargetSource>;
}

/** Recorded invocations of a target's version, newest first; none when nobody recorded any, and why. */
export interface SampleSource {
  samples(target: Target, version: string, limit: number): Promise<SampleSet | { none: string }>;
}

/** What a model is asked. `stable`: the part of the prompt that is the same for every request, first, so that it can be cached. */
export interface ModelRequest {
  system: string;
  stable: string;
  prompt: string;
  /** Earlier answers with what was wrong with them, oldest first. */
  turns: { answer: string; findings: string }[];
  /** What it is for: its dollars are counted against this opportunity. */
  opportunityId: string;
  tenant: string;
}

/** An answer, or why there is none: absent, slow, throttled, over budget, refusing, cut off. What was tried costs all the same. */
export type ModelAnswer = { model: string | null; inputTokens: number; outputTokens: number; dollars: number } & (
  | { ok: true; text: string }
  | { ok: false; problem: 'unavailable' | 'timeout' | 'throttled' | 'over-budget' | 'refused' | 'cut-off' | 'invalid'; reason: string }
);

/** A language model, or several behind one another. Never throws for what a model or its service does. */
export interface CodeModel {
  complete(request: ModelRequest): Promise<ModelAnswer>;
}
