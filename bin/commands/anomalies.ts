import { Command } from 'commander';
import * as z from 'zod';
import { plain, wrap } from '../../lambdas/reporting/text/plain.ts';
import { REPORT_WIDTH } from '../../lambdas/reporting/text/render-report.ts';
import { anomalyInput } from '../../lambdas/shared/audit/decision-inputs.ts';
import { refTo } from '../../lambdas/shared/audit/refs.ts';
import type { Anomaly } from '../../lambdas/shared/contract/records.ts';
import { anomalyWords } from '../../lambdas/shared/detection/anomaly-words.ts';
import { StaleRecord } from '../../lambdas/shared/errors.ts';
import type { OpenedState } from '../../localstack/embedded/events.ts';
import { CommandFailed, UsageError } from '../output/exit-codes.ts';
import { parseOptions, someText, StateDir } from '../output/options.ts';
import { JSON_OPTION, STATE_DIR_OPTION, type CliContext } from './context.ts';
import { withState } from './embedded-cloud.ts';

const id = someText(300, 'the id of an anomaly').optional();
const Options = z.object({ json: z.boolean(), all: z.boolean(), stateDir: StateDir, acknowledge: id, resolve: id });

/** Anomalies of a tenant that are read, newest first. */
const READ = 1000;

/** Ids that are named when the one asked for is not there. */
const NAMED = 5;

/** A run under way may write the record at the same moment, once a telemetry minute. */
const MAX_ATTEMPTS = 5;

/** `kaizen anomalies`: what is out of the ordinary, since when, how far, what else moved; and a person's word on one of them. */
export function anomaliesCommand(context: CliContext): Command {
  return new Command('anomalies')
    .description('show what is out of the ordinary; acknowledge or resolve one')
    .option('--all', 'show those that are over as well', false)
    .option('--acknowledge <id>', 'nobody is told of this one any more')
    .option('--resolve <id>', 'close this one; it is silent as long as it goes on')
    .option(...STATE_DIR_OPTION)
    .option(...JSON_OPTION)
    .action(async (raw: Record<string, unknown>) => {
      const { json, all, stateDir, acknowledge, resolve } = parseOptions(Options, raw);
      if (acknowledge !== undefined && resolve !== undefined) {
        throw new UsageError(
          `--resolve: found ${JSON.stringify(resolve)} beside --acknowledge; expected one of them (what is resolved needs no acknowledging)`,
        );
      }
      const shown = await withState(context.loadCloud, stateDir, async (state) => {
        const wanted = acknowledge ?? resolve;
        if (wanted === undefined) return (await anomaliesOf(state)).filter((each) => all || each.resolution === null);
        const closed = { resolution: `closed by ${context.user()}`, closedBy: 'person' } as const;
        return [await change(state, wanted, resolve === undefined ? { acknowledged: true } : closed, context.user())];
      });
      context.terminal.out(json ? `${JSON.stringify(shown, null, 2)}\n` : `${render(shown, all).join('\n')}\n`);
    });
}

async function anomaliesOf({ status, work }: OpenedState): Promise<Anomaly[]> {
  const { tenants } = await status();
  const lists = await Promise.all(tenants.map((tenant) => work.anomalies.list(tenant, { limit: READ })));
  return lists.flat().toSorted((a, b) => b.since - a.since || (a.id < b.id ? 1 : -1));
}

/** Puts a person's word on an anomaly, and on the audit. One that stands as wanted stays as it is; what a rule closed may reopen, so it does not. */
async function change(state: OpenedState, wanted: string, word: Partial<Anomaly>, by: string): Promise<Anomaly> {
  for (let attempt = 1; ; attempt += 1) {
    const anomaly = await named(state, wanted);
    const stands = word.acknowledged === undefined ? anomaly.closedBy === 'person' : anomaly.acknowledged;
    try {
      const changed = stands ? anomaly : await state.work.anomalies.update({ ...anomaly, ...word });
      await audit(state, changed, word.acknowledged === undefined ? 'resolve' : 'acknowledge', by);
      return changed;
    } catch (error) {
      if (!(error instanceof StaleRecord) || attempt >= MAX_ATTEMPTS) throw error;
    }
  }
}

async function named(state: OpenedState, wanted: string): Promise<Anomaly> {
  const { stateDir, tenants } = await state.status();
  const found = await Promise.all(tenants.map((tenant) => state.work.anomalies.get(tenant, wanted)));
  const anomaly = found.find((each) => each !== null);
  if (anomaly) return anomaly;
  const known = (await anomaliesOf(state)).slice(0, NAMED).map((each) => each.id);
  const held = known.length === 0 ? 'it holds none' : known.join(', ');
  throw new CommandFailed(`found ${JSON.stringify(wanted)}; expected the id of an anomaly in ${stateDir} (${held})`);
}

async function audit({ audit: log, status }: OpenedState, anomaly: Anomaly, action: 'acknowledge' | 'resolve', by: string) {
  const { tenant, id: subject, title, target } = anomaly;
  await log.append({
    tenant,
    key: `control/anomaly/${subject}/${action}`,
    actor: by,
    action: `${action}-anomaly`,
    subject,
    about: [refTo('anomaly', subject), refTo('function', target)],
    summary: `${action === 'resolve' ? 'Closed' : 'Acknowledged'} by a person: ${title}`,
    confidence: null,
    risk: null,
    evidence: [],
    inputs: [anomalyInput(anomaly)],
    at: (await status()).now,
  });
}

const INDENT = 10;

function render(anomalies: readonly Anomaly[], all: boolean): string[] {
  if (anomalies.length === 0) return [all ? 'No anomaly is on record.' : 'Nothing is out of the ordinary. (--all shows what was.)'];
  return anomalies.flatMap((anomaly, index) => {
    const [headline = '', ...lines] = anomalyWords(anomaly);
    const indent = ' '.repeat(INDENT);
    return [
      ...(index === 0 ? [] : ['']),
      ...wrap(headline, REPORT_WIDTH, anomaly.severity.padEnd(INDENT), indent),
      ...lines.flatMap((line) => wrap(line, REPORT_WIDTH, indent)),
      `${indent}id ${plain(anomaly.id)}`,
    ];
  });
}
