import { CODEMODS } from '../../lambdas/generation/codemods.ts';
import type { CheckResult, SourceFile } from '../../lambdas/shared/contract/records.ts';
import { findSites } from '../../lambdas/shared/source/find-sites.ts';
import { changeOf, type Tools } from '../../lambdas/validation/check.ts';
import { runChecks } from '../../lambdas/validation/checks.ts';
import type { Case } from './read-case.ts';

/** What a codemod made of a case. */
export interface Tried {
  case: Case;
  /** Whether its kind was seen, with a proof. */
  found: boolean;
  changed: boolean;
  /** The gates' word on the change; empty: there is none. */
  checks: CheckResult[];
}

/** The answers that the function itself gives to its samples: what the replays are held to. */
async function outcomesOf(each: Case, tools: Tools): Promise<Case['samples']> {
  if (each.samples === null) return null;
  const { environment, samples } = each.samples;
  const replay = await tools.replayer.replay({
    packages: [each.files],
    handler: each.handler,
    environment,
    samples,
    repetitions: 1,
    starts: 1,
    dependencies: 'recorded',
    hangMs: 5000,
  });
  if ('none' in replay) throw new Error(`${each.name}: ${replay.none}`);
  return {
    environment,
    samples: samples.map((sample, index) => {
      const outcome = replay[0]?.cases[index]?.outcome;
      if (outcome === undefined) throw new Error(`${each.name}: ${sample.id} was not replayed`);
      if (!outcome.ok) throw new Error(`${each.name}: ${sample.id} fails before any change: ${outcome.errorType}: ${outcome.errorMessage}`);
      return { ...sample, outcome };
    }),
  };
}

/** Applies the codemod of the case's kind wherever it is proven, and holds the result to the gates. */
export async function tryCase(each: Case, tools: Tools): Promise<Tried> {
  const codemod = CODEMODS.find(({ kind }) => kind === each.kind);
  if (codemod === undefined) throw new Error(`${each.name}: found the kind ${each.kind}; expected one that a codemod rewrites`);
  const sites = findSites(each.files).filter(({ status }) => status === 'applicable');
  const own = sites.filter(({ kind }) => kind === each.kind);
  const changed: SourceFile[] = [];
  for (const path of new Set(own.map(({ file }) => file))) {
    const file = each.files.find((candidate) => candidate.path === path);
    const result = file === undefined ? null : codemod.apply(file, each.files, ({ status }) => status === 'applicable');
    if (result?.applied === true) changed.push(result.file);
  }
  if (changed.length === 0) return { case: each, found: own.length > 0, changed: false, checks: [] };
  const { differences, benefit } = codemod;
  const samples = (await outcomesOf(each, tools)) ?? { none: 'the case has no samples' };
  const checks = await runChecks(changeOf(each.files, changed, { handler: each.handler, samples, differences, benefit }), tools);
  return { case: each, found: true, changed: true, checks };
}
