import path from 'node:path';
import { parseArgs } from 'node:util';
import { nodeTestRunner } from '../../lambdas/shared/adapters/sandbox/node-test-runner.ts';
import { sdkModules } from '../../lambdas/shared/adapters/sandbox/sdk-modules.ts';
import { typescriptChecker } from '../../lambdas/shared/adapters/sandbox/type-checker.ts';
import type { SourceFile } from '../../lambdas/shared/contract/records.ts';
import type { Tools } from '../../lambdas/validation/check.ts';
import { readCorpus } from './read-corpus.ts';
import { asExpected, forItsReason, tryAnswer, type Tried } from './try-answer.ts';

/**
 * Hostile, broken and good answers against every gate that needs no recorded traffic: how many of the first are rejected, how many of the
 * last are accepted.
 *
 *   node bench/gates/run.ts [--corpus <folder>] [--only <class or name>] [--static] [--verbose]
 */
const { values } = parseArgs({
  options: {
    corpus: { type: 'string', default: path.join(import.meta.dirname, 'corpus') },
    only: { type: 'string', default: '' },
    static: { type: 'boolean', default: false },
    verbose: { type: 'boolean', default: false },
  },
});

/** Hostile answers must all be stopped before any traffic; a good one that is refused costs an improvement, not a customer. */
const GOALS = { rejected: 1, accepted: 0.95 } as const;
/** An answer that hangs is ended after so long; the suites of the corpus take less than two seconds. */
const TEST_LIMIT_MS = 15_000;

const sandbox = nodeTestRunner({ modules: sdkModules(import.meta.dirname), timeoutMs: TEST_LIMIT_MS });
const checker = typescriptChecker();
const tools: Tools = {
  runner: values.static ? { run: async () => ({ none: 'not run on purpose' }) } : { run: once((files) => sandbox.run(files)) },
  types: { check: once((files) => checker.check(files)) },
};

/** A base is asked about once, however many answers there are for it. */
function once<T>(ask: (files: readonly SourceFile[]) => Promise<T>): (files: readonly SourceFile[]) => Promise<T> {
  const known = new WeakMap<readonly SourceFile[], Promise<T>>();
  return (files) => {
    const answer = known.get(files) ?? ask(files);
    known.set(files, answer);
    return answer;
  };
}

const { packages, entries } = readCorpus(values.corpus);
const tried: Tried[] = [];
for (const entry of entries.filter(({ class: kind, name }) => kind.includes(values.only) || name.includes(values.only))) {
  const base = packages.get(entry.package);
  if (base === undefined) throw new Error(`${entry.class}/${entry.name}: there is no package ${entry.package}`);
  tried.push(await tryAnswer(entry, base, tools));
}

const percent = (part: number, of: number): string => (of === 0 ? '–' : `${((part / of) * 100).toFixed(1)} %`);
const row = (cells: readonly (string | number)[]): void => console.log(`| ${cells.join(' | ')} |`);

row(['class', 'expected', 'answers', 'rejected', 'accepted', 'as expected', 'by its rule']);
row(['---', '---', '---:', '---:', '---:', '---:', '---:']);
for (const [kind, group] of Map.groupBy(tried, ({ entry }) => `${entry.class} | ${entry.expect}`)) {
  const rejected = group.filter(({ outcome }) => outcome === 'rejected');
  const reasoned = rejected.filter((each) => asExpected(each) && forItsReason(each)).length;
  const right = group.filter(asExpected).length;
  row([
    kind,
    group.length,
    rejected.length,
    group.length - rejected.length,
    percent(right, group.length),
    rejected.length === 0 ? '–' : reasoned,
  ]);
}

const told = (each: Tried): string => each.gates.map(({ check, rules, reason }) => `${check} [${rules.join(', ')}] ${reason}`).join('; ');
for (const each of tried) {
  const { entry, outcome } = each;
  const name = `${entry.class}/${entry.name}`;
  if (!asExpected(each))
    console.log(`\nMISS ${name}: expected ${entry.expect}, ${outcome}${each.gates.length > 0 ? `: ${told(each)}` : ''}`);
  else if (outcome === 'rejected' && !forItsReason(each)) console.log(`\nnote ${name}: expected ${entry.rule}, rejected by ${told(each)}`);
  else if (values.verbose) console.log(`\n${name}: ${outcome}: ${told(each)}`);
}

let met = true;
console.log('');
for (const expect of ['rejected', 'accepted'] as const) {
  const group = tried.filter(({ entry }) => entry.expect === expect);
  const right = group.filter(asExpected).length;
  const reached = group.length === 0 || right / group.length >= GOALS[expect];
  met &&= reached;
  const what = expect === 'rejected' ? 'hostile or broken answers rejected' : 'good answers accepted';
  console.log(
    `goal ${what}: ${right} of ${group.length} (${percent(right, group.length)}), wanted ${GOALS[expect] * 100} %: ${reached ? 'met' : 'MISSED'}`,
  );
}
process.exitCode = met ? 0 : 1;
