import { takeChannel } from './channel.ts';

// Runs in the sandbox as the reporter of `node --test`: counts, failures and lines of the run go out by the channel at the end. On stdout the tests could
// write the same.

interface TestEvent {
  type: string;
  data: {
    name: string;
    file?: string;
    details?: { error?: { message?: string; cause?: { message?: string } } };
    counts?: { passed?: number; failed?: number; cancelled?: number };
    summary?: { files: { path: string; totalLineCount: number; coveredLineCount: number; lines: { line: number; count: number }[] }[] };
  };
}

const channel = takeChannel();
const text = String;
const number = Number;
const { setPrototypeOf } = Object;
/** Without a prototype, so that nothing that the code under test changes has a say in how it is written. */
const bare = <T extends object>(value: T): T => setPrototypeOf(value, null) as T;

/** Longer messages are cut: a failure's first words tell which it is. */
const MESSAGE = 2000;
let used = false;

/** Node calls it, before any test is loaded; nobody else gets to. */
export default async function* report(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  if (used) return;
  used = true;
  let counts = bare({ passed: 0, failed: 0, cancelled: 0 });
  let summed = false;
  const failures: string[] = bare([]);
  const files: unknown[] = bare([]);
  for await (const { type, data } of events) {
    if (type === 'test:fail') {
      const error = data.details?.error;
      const message = text(error?.cause?.message ?? error?.message ?? 'failed');
      failures[failures.length] = `${data.name}: ${message}`.slice(0, MESSAGE);
    }
    if (type === 'test:summary' && data.file === undefined && data.counts !== undefined) {
      const { passed, failed, cancelled } = data.counts;
      counts = bare({ passed: number(passed), failed: number(failed), cancelled: number(cancelled) });
      summed = true;
    }
    if (type !== 'test:coverage') continue;
    for (const file of data.summary?.files ?? []) {
      const hits: unknown[] = bare([]);
      for (const { line, count } of file.lines) hits[hits.length] = bare([number(line), number(count)]);
      files[files.length] = bare({
        path: text(file.path),
        lines: number(file.totalLineCount),
        covered: number(file.coveredLineCount),
        hits,
      });
    }
  }
  channel.say(bare({ summed, counts, failures, files }));
  yield '';
}
