import * as fc from 'fast-check';
import { buildCycleReport } from '../../../lambdas/reporting/build-cycle-report.ts';
import type { CycleReport } from '../../../lambdas/reporting/cycle-report.ts';
import { ANOMALY, minutes } from './fixtures.ts';
import { judgedCycle } from './judged-rollout.ts';

/** Fields whose text comes from functions, their logs, models and people. */
const FREE = new Set([
  'canaryVersion',
  'cause',
  'check',
  'command',
  'description',
  'endedBecause',
  'example',
  'explanation',
  'frames',
  'id',
  'impact',
  'location',
  'method',
  'metric',
  'reason',
  'resolution',
  'stableVersion',
  'summary',
  'target',
  'template',
  'tenant',
  'title',
  'type',
  'unit',
  'unpriced',
  'why',
  'words',
]);

/** A report in which there is something of every kind. */
export function judgedReport(): CycleReport {
  const cost = {
    total: 0.0144,
    lines: [{ unit: 'lambda:gb-second', amount: 3.25, dollars: 0.0144, source: 'Lambda pricing' }],
    unpriced: ['quantum:qubit'],
  };
  const cycle = judgedCycle();
  return buildCycleReport({ ...cycle, cycle: { ...cycle.cycle, cause: 'an alarm' }, anomalies: [ANOMALY], cost }, minutes(99));
}

/** The same report with `text` in every field that is free. */
export function withText(report: CycleReport, text: string): CycleReport {
  const replaced = (value: unknown, key: string): unknown => {
    if (typeof value === 'string') return FREE.has(key) ? text : value;
    if (Array.isArray(value)) return value.map((each) => replaced(each, key));
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, replaced(each, name)]));
  };
  return replaced(report, '') as CycleReport;
}

/** What begins, ends or hides something in HTML, Markdown or a terminal. */
const NASTY = [
  '<script>alert(1)</script>',
  '</style>',
  '</title>',
  '</svg>',
  '-->',
  '<!--',
  ']]>',
  '"',
  "'",
  '&',
  '&lt;',
  '&#60;',
  'javascript:',
  ' onload=',
  '`',
  '```',
  '~~~',
  '*',
  '_',
  '~',
  '|',
  '\\',
  '[x](y)',
  '![x](y)',
  '[x]: y',
  '<br>',
  '# ',
  '> ',
  '- ',
  '+ ',
  '1. ',
  '2) ',
  '===',
  '---',
  '$x$',
  '{{x}}',
  'https://evil.example',
  'www.evil.example',
  ':smile:',
  '@team',
  '\n',
  '\r\n',
  '\t',
  '    ',
  '\u2028',
  '\u0000',
  '\u001B[31m',
  '\u202E',
  '\uD800',
  'é',
  '漢',
  '😀',
];

/** Arbitrary text, rich in what could break out, never blank. */
export const wildText = fc
  .array(fc.oneof(fc.constantFrom(...NASTY), fc.string({ unit: 'binary', maxLength: 6 }), fc.string({ maxLength: 6 })), { maxLength: 8 })
  .map((parts) => `x${parts.join('')}`);
