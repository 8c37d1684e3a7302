import { plain, wrap } from '../../lambdas/reporting/text/plain.ts';
import { REPORT_WIDTH } from '../../lambdas/reporting/text/render-report.ts';
import type { Benefit } from '../../lambdas/shared/contract/records.ts';
import { locationOf, type Site } from '../../lambdas/shared/source/sites.ts';
import type { ReadPackage } from '../input/read-package.ts';
import type { Analysed, Opening } from '../source/analyse-package.ts';
import { counted } from './facts-summary.ts';

/** What gets better; how much, the source can't tell. */
const EFFECTS: Record<Benefit, string> = {
  duration: 'shorter invocations; how much depends on how often this runs and how long it takes',
  memory: 'memory that does not grow with the number of invocations',
  init: 'shorter cold starts',
  'bounded-wait': 'an upstream that hangs costs seconds instead of the whole timeout, and a read that fails by chance is repeated',
  'fewer-failures': 'fewer invocations that fail',
  'finished-calls': 'no call is lost with the environment or runs on into a later invocation',
};

function byKind<T>(items: readonly T[], kindOf: (item: T) => string): Map<string, T[]> {
  const kinds = new Map<string, T[]>();
  for (const item of items) kinds.set(kindOf(item), [...(kinds.get(kindOf(item)) ?? []), item]);
  return kinds;
}

function placeOf(site: Site): string {
  const within = site.functionName === null ? '' : ` in ${site.functionName}`;
  return `  ${plain(`${locationOf(site)}${within}`)}`;
}

const told = (label: string, text: string): string[] => wrap(text, REPORT_WIDTH, `    ${label.padEnd(8)}`);

function openingLines({ site, codemod }: Opening): string[] {
  return [
    placeOf(site),
    ...told('now', site.summary),
    ...told('safe', site.reason),
    ...(codemod === null
      ? []
      : [...told('change', `${codemod.name}: ${codemod.explanation}`), ...told('effect', EFFECTS[codemod.benefit])]),
  ];
}

function refusedLines(refused: readonly Site[], explain: boolean): string[] {
  if (refused.length === 0) return [];
  if (!explain) return [`${counted(refused.length, 'other place')} may not be changed without judgement: --explain says why`];
  const kinds = [...byKind(refused, ({ kind }) => kind)];
  return kinds.flatMap(([kind, sites]) => [
    `${kind}, not to be changed: ${counted(sites.length, 'place')}`,
    ...sites.flatMap((site) => [placeOf(site), ...told('now', site.summary), ...told('because', site.reason)]),
    '',
  ]);
}

/** What was found in a package, for people. Text from the source is cleaned for the terminal. */
export function analysedSummary(analysed: Analysed, { skipped }: ReadPackage, explain: boolean): string {
  const { applicable, unparsed, refused, sources } = analysed;
  const found = [...byKind(applicable, ({ site }) => site.kind)].flatMap(([kind, openings]) => [
    `${kind}: ${counted(openings.length, 'place')}`,
    ...openings.flatMap(openingLines),
    '',
  ]);
  const count = applicable.length === 0 ? 'nothing to improve' : `${counted(applicable.length, 'place')} to improve`;
  const lines = [
    ...found,
    ...refusedLines(refused, explain),
    ...unparsed.flatMap(({ path, line, message }) =>
      wrap(`${path}:${line} does not parse, and was left out: ${message}`, REPORT_WIDTH, ''),
    ),
    ...skipped.flatMap(({ path, reason }) => wrap(`${path} was not read: ${reason}`, REPORT_WIDTH, '')),
    `${counted(sources, 'file')} of JavaScript or TypeScript: ${count}`,
  ];
  return `${lines.join('\n')}\n`;
}

/** The same as JSON: one object. */
export function analysedJson(analysed: Analysed, { skipped }: ReadPackage): object {
  return {
    sources: analysed.sources,
    applicable: analysed.applicable.map(({ site, codemod }) => ({ ...siteJson(site), codemod })),
    refused: analysed.refused.map(siteJson),
    unparsed: analysed.unparsed,
    skipped,
  };
}

function siteJson({ kind, file, line, functionName, summary, reason }: Site): object {
  return { kind, file, line, function: functionName, summary, reason };
}
