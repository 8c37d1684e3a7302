import { parseArgs } from 'node:util';
import { bareFailure } from '../../bin/logs/bare-failure.ts';
import { readFailure } from '../../lambdas/shared/failures/read-failure.ts';
import { BUILT_IN_PATTERNS } from '../../lambdas/shared/patterns/built-in-patterns.ts';
import { matchPatterns } from '../../lambdas/shared/patterns/match-patterns.ts';
import { subjectOf } from '../../lambdas/shared/patterns/subject-of.ts';
import { FIRST_SET, type HeldOut, SETS } from './held-out.ts';

/**
 * `npm run bench -- patterns [--all]`: messages that users of Lambda quoted in public threads, by the same way as `kaizen explain` goes. Printed beside the
 * figures of each set's first run, when nothing had been changed for it: those are what to expect of messages that nobody has looked at. Since
 * then the catalogue was mended by what each first run missed, so the figures of now say only that nothing was lost.
 */
const { values } = parseArgs({ options: { all: { type: 'boolean', default: false } } });

type Result = 'right' | 'category' | 'none' | 'wrong' | 'rightly-none';
const RESULTS: readonly Result[] = ['right', 'category', 'none', 'wrong', 'rightly-none'];

function found(text: string): { id: string; category: string } | null {
  const failure = readFailure(text) ?? bareFailure(text, []);
  const [best] = failure === null ? [] : matchPatterns(subjectOf(failure, text));
  return best === undefined ? null : best.pattern;
}

function judge({ text, patterns: first, since, category }: HeldOut): Result {
  const pattern = found(text);
  const patterns = since === undefined ? first : [...first, since];
  if (pattern === null) return patterns.length === 0 ? 'rightly-none' : 'none';
  if (patterns.includes(pattern.id)) return 'right';
  return patterns.length > 0 && pattern.category === category ? 'category' : 'wrong';
}

const heading = RESULTS.map((each) => each.padStart(13)).join('');
const row = (counts: Readonly<Record<Result, number>>) => RESULTS.map((each) => String(counts[each]).padStart(13)).join('');
console.log(
  `${BUILT_IN_PATTERNS.length} built-in patterns, ${BUILT_IN_PATTERNS.reduce((sum, { forms }) => sum + forms.length, 0)} forms\n`,
);
console.log(`${'messages'.padEnd(30)}${heading}`);
for (const { name, messages, firstRun } of SETS) {
  const counts: Record<Result, number> = { right: 0, category: 0, none: 0, wrong: 0, 'rightly-none': 0 };
  const missed: string[] = [];
  for (const message of messages) {
    const result = judge(message);
    counts[result] += 1;
    if (result === 'right' || result === 'rightly-none') continue;
    missed.push(
      `    ${result}: ${JSON.stringify(message.text.slice(0, 100))}: ${found(message.text)?.id ?? 'none'} for ${message.patterns.join(' or ') || 'none'}`,
    );
  }
  console.log(`${`${name}, first run`.padEnd(30)}${row(firstRun)}`);
  console.log(`${`${name}, now`.padEnd(30)}${row(counts)}`);
  if (values.all) for (const line of missed) console.log(line);
}

/** What one look-up takes on this machine, over messages of the set and over 2 KB that nothing matches. */
function microseconds(text: string): number {
  const rounds = 2000;
  for (let round = 0; round < rounds / 10; round += 1) matchPatterns({ type: 'Error', message: text });
  const from = performance.now();
  for (let round = 0; round < rounds; round += 1) matchPatterns({ type: 'Error', message: text });
  return ((performance.now() - from) * 1000) / rounds;
}
const lengths = FIRST_SET.map(({ text }) => text);
const mean = lengths.reduce((sum, text) => sum + microseconds(text), 0) / lengths.length;
const calm = 'The order was taken and will be sent to the customer in the morning. '.repeat(30).slice(0, 2048);
console.log(
  `\na look-up among all patterns: ${mean.toFixed(0)} µs for these messages, ${microseconds(calm).toFixed(0)} µs for 2 KB that none matches`,
);
