import type { Settings } from '../shared/contract/environment.ts';
import {
  modelStrategy,
  STRATEGY_OF,
  type Improvement,
  type Opportunity,
  type SourceFile,
  type Target,
} from '../shared/contract/records.ts';
import type { Ports, TargetSource } from '../shared/ports.ts';
import { rewriteCode } from './code-hand.ts';
import { declaredForModel } from './declared.ts';
import { askModel } from './model-hand.ts';
import { unifiedDiff } from './unified-diff.ts';

export type WritePorts = Pick<Ports, 'source' | 'clock' | 'model'>;

/** The fields of an improvement that whoever writes it fills in. */
export type Change = Pick<Improvement, 'files' | 'diff' | 'configuration' | 'explanation' | 'strategy'> &
  Partial<Pick<Improvement, 'differences' | 'benefit' | 'rounds'>>;

/** `rounds`: a model was asked, all the same. */
export type Written = ({ applied: true } & Change) | ({ applied: false; reason: string } & Pick<Improvement, 'rounds'>);

/** Largest patch: an item of DynamoDB holds 400 KB, and the checks, the rollout and the record's own fields need room too. */
const MAX_PATCH_BYTES = 200 * 1024;

/** What is being asked for: the opportunity and, for a repair, what was answered before. */
export interface Task {
  opportunity: Opportunity;
  target: Target;
  baseVersion: string;
  /** Null: the first answer. */
  before: Improvement | null;
}

/** First the deterministic hand, then the model, where there is one. Only the model is asked to repair: what a codemod wrote it stands by. */
export async function writeCode(ports: WritePorts, settings: Settings, task: Task): Promise<Written> {
  const { opportunity, target, baseVersion, before } = task;
  const source = await ports.source.source(target, baseVersion);
  if (!source.ok) return { applied: false, reason: `its source can't be changed (${source.problem}): ${source.reason}` };
  if (before !== null) return limited(await byModel(ports, settings, task, source, ''));
  const strategy = STRATEGY_OF[opportunity.kind]?.strategy;
  const byHand = rewriteCode(opportunity, source.files);
  if (byHand.applied && strategy !== undefined) {
    const { files, explanation, differences, benefit } = byHand;
    const diff = unifiedDiff(source.files, files);
    return limited({ applied: true, files, explanation, differences, benefit, strategy, diff, configuration: null });
  }
  return limited(await byModel(ports, settings, task, source, byHand.applied ? '' : byHand.reason));
}

async function byModel(
  ports: WritePorts,
  settings: Settings,
  { opportunity, target, before }: Task,
  { files }: Extract<TargetSource, { ok: true }>,
  because: string,
): Promise<Written> {
  const why = because === '' ? '' : `no deterministic hand applies (${because})`;
  if (ports.model === null || settings.model === null)
    return { applied: false, reason: [why, 'no model is configured'].filter(Boolean).join(' and ') };
  const { rounds = [], reviews = [] } = before ?? {};
  const { promptTokens } = settings.model;
  const result = await askModel(ports.model, { target, opportunity, files, promptTokens, rounds, reviews, at: ports.clock() });
  const asked = [...rounds, result.round];
  if (!result.applied) return { applied: false, reason: [why, result.reason].filter(Boolean).join('; '), rounds: asked };
  return {
    applied: true,
    files: result.files,
    explanation: result.explanation,
    strategy: modelStrategy(result.round.model ?? 'unnamed'),
    diff: result.round.diff,
    configuration: null,
    ...declaredForModel(opportunity.kind),
    rounds: asked,
  };
}

function limited(written: Written): Written {
  if (!written.applied) return written;
  const bytes = new TextEncoder().encode(written.diff + written.files.map((file: SourceFile) => file.content).join('')).length;
  if (bytes <= MAX_PATCH_BYTES) return written;
  const reason = `the patch has ${Math.ceil(bytes / 1024)} KB, more than the ${MAX_PATCH_BYTES / 1024} KB that a record holds`;
  return { applied: false, reason, ...(written.rounds === undefined ? {} : { rounds: written.rounds }) };
}
