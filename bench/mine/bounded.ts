import process from 'node:process';
import { MOST_TEMPLATES, TemplateMiner } from '../../lambdas/shared/mining/template-miner.ts';
import { random } from '../forecast/random.ts';

const LINES = 300_000;
const WORDS = 10;
const SEED = 1;

/** What a miner keeps of lines that have no word in common, and of lines with one word that differs: time, templates, memory. */
export function bounded(row: (cells: readonly (string | number)[]) => void, head: (cells: readonly string[]) => void): void {
  console.log(`\n${LINES.toLocaleString('en')} lines, at most ${MOST_TEMPLATES.toLocaleString('en')} skeletons kept:\n`);
  head(['lines', 'templates', 'most skeletons kept', 'lines counted', 'lines/s of one core', 'heap MB']);
  const next = random(SEED);
  const word = (): string =>
    Array.from({ length: 3 + Math.floor(next() * 6) }, () => String.fromCharCode(97 + Math.floor(next() * 26))).join('');
  const kinds = {
    'all words different': () => Array.from({ length: WORDS }, word).join(' '),
    'one word different': () => `user ${word()} logged in to the shop`,
  };
  for (const [name, make] of Object.entries(kinds)) {
    const miner = new TemplateMiner();
    const lines = Array.from({ length: LINES }, make);
    let most = 0;
    const started = process.cpuUsage();
    for (const line of lines) {
      miner.add(line);
      most = Math.max(most, miner.size);
    }
    const { user, system } = process.cpuUsage(started);
    const seconds = (user + system) / 1e6;
    const { list } = miner.templates();
    const counted = list.reduce((sum, { count }) => sum + count, 0);
    row([name, list.length, most, counted, Math.round(LINES / seconds), Math.round(process.memoryUsage().heapUsed / 1e6)]);
  }
}
