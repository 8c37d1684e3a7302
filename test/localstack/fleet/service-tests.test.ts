import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { SERVICES } from '../../../localstack/embedded/fleet/services.ts';

const run = promisify(execFile);

/** SPEC 7: what the gate asks of a target. */
const COVERAGE_PERCENT = 80;

describe("the services' own tests", () => {
  it.each(SERVICES)('pass for $name, with enough coverage', { timeout: 30_000 }, async ({ directory }) => {
    // Without the outer runner's variables, as in the sandbox: its NODE_OPTIONS would reach the test processes.
    const { stdout } = await run(
      process.execPath,
      [
        '--test',
        '--test-reporter=tap',
        '--experimental-test-coverage',
        `--test-coverage-lines=${COVERAGE_PERCENT}`,
        `--test-coverage-branches=${COVERAGE_PERCENT}`,
        `--test-coverage-functions=${COVERAGE_PERCENT}`,
      ],
      { cwd: directory, env: { PATH: process.env['PATH'] } },
    );
    expect(Number(/^# pass (\d+)$/m.exec(stdout)?.[1])).toBeGreaterThanOrEqual(4);
    expect(stdout).toMatch(/^# fail 0$/m);
    expect(stdout).toMatch(/handler\.ts/);
  });
});
