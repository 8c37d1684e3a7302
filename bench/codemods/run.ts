import { parseArgs } from 'node:util';
import { createSandbox } from '../../lambdas/shared/adapters/sandbox/sandbox.ts';
import { nodeTestRunner } from '../../lambdas/shared/adapters/sandbox/node-test-runner.ts';
import { sandboxReplayer } from '../../lambdas/shared/adapters/sandbox/replayer.ts';
import { sdkModules } from '../../lambdas/shared/adapters/sandbox/sdk-modules.ts';
import { typescriptChecker } from '../../lambdas/shared/adapters/sandbox/type-checker.ts';
import { lintPeers } from './lint-peer.ts';
import { readCases } from './read-case.ts';
import { tryCase, type Tried } from './try-case.ts';

/**
 * `npm run bench -- codemods [--corpus <folder>] [--only <part of a name>]`: each codemod over small functions that it should improve and
 * over others that only look like them: found, changed, gates, measured gain, wrongly changed.
 */
const { values } = parseArgs({
  options: { corpus: { type: 'string', default: new URL('./corpus', import.meta.url).pathname }, only: { type: 'string' } },
});
const all = await readCases(values.corpus);
const cases = all.filter(({ name }) => name.includes(values.only ?? ''));
const sandbox = createSandbox({ network: 'closed-here', modules: sdkModules(import.meta.dirname) });
const tools = { runner: nodeTestRunner({ sandbox }), replayer: sandboxReplayer({ sandbox }), types: typescriptChecker() };

const word = ({ checks }: Tried, name: string): string => {
  const found = checks.find(({ check }) => check === name);
  return found === undefined ? '' : found.status === 'not-applicable' ? '–' : found.status;
};
const failed = ({ checks }: Tried): string =>
  checks
    .filter(({ status }) => status === 'fail')
    .map(({ check, summary }) => `${check}: ${summary}`)
    .join('; ');
const gain = ({ checks }: Tried): string => checks.find(({ check, status }) => check === 'benefit' && status === 'pass')?.summary ?? '';

console.log(`${'case'.padEnd(30)} ${'kind'.padEnd(24)} ${'expected'.padEnd(11)} found changed tests behaviour benefit`);
const tried: Tried[] = [];
for (const each of cases) {
  const result = await tryCase(each, tools);
  tried.push(result);
  const yes = (is: boolean): string => (is ? 'yes' : 'no').padEnd(5);
  console.log(
    `${each.name.padEnd(30)} ${each.kind.padEnd(24)} ${each.expect.padEnd(11)} ${yes(result.found)} ${yes(result.changed)}   ` +
      `${word(result, 'tests').padEnd(5)} ${word(result, 'behaviour').padEnd(9)} ${word(result, 'benefit').padEnd(5)} ${gain(result)}`,
  );
  if (failed(result) !== '') console.log(`    ${failed(result)}`);
}

const improvable = tried.filter((each) => each.case.expect === 'improvable');
const lookAlikes = tried.filter((each) => each.case.expect === 'look-alike');
const passes = (result: Tried, name: string): boolean => word(result, name) === 'pass';
const changed = improvable.filter((each) => each.changed);
const wrong = tried.filter(
  (each) => each.changed && (each.case.expect === 'look-alike' || word(each, 'tests') === 'fail' || word(each, 'behaviour') === 'fail'),
);
const of = (part: readonly unknown[], whole: readonly unknown[]): string => `${part.length} of ${whole.length}`;

console.log(
  `\nimprovable: found ${of(
    improvable.filter((each) => each.found),
    improvable,
  )}, changed ${of(changed, improvable)}`,
);
console.log(
  `of those changed: tests green ${of(
    changed.filter((each) => passes(each, 'tests')),
    changed,
  )}, same behaviour ${of(
    changed.filter((each) => passes(each, 'behaviour')),
    changed,
  )}, measurably better ${of(
    changed.filter((each) => passes(each, 'benefit')),
    changed,
  )}, all gates ${of(
    changed.filter((each) => failed(each) === ''),
    changed,
  )}`,
);
console.log(
  `look-alikes: left alone ${of(
    lookAlikes.filter((each) => !each.changed),
    lookAlikes,
  )}`,
);
console.log(`wrongly changed: ${wrong.length} (goal: 0)${wrong.map((each) => `\n  ${each.case.name}`).join('')}`);
console.log('\nbeside it, oxlint on the same cases (it points at a place and changes nothing):');
for (const { rule, kind, improvable: good, lookAlikes: bad } of lintPeers(cases)) {
  console.log(
    `  ${rule.padEnd(26)} ${kind.padEnd(24)} flags ${good.flagged} of ${good.all} improvable, ${bad.flagged} of ${bad.all} look-alikes`,
  );
}
process.exitCode = wrong.length === 0 ? 0 : 1;
