import { Command } from 'commander';
import * as z from 'zod';
import { plain } from '../../lambdas/reporting/text/plain.ts';
import type { ChainAnchor } from '../../lambdas/shared/audit/verify-chain.ts';
import { chainWords } from '../output/chain-words.ts';
import { EXIT } from '../output/exit-codes.ts';
import { parseOptions, StateDir } from '../output/options.ts';
import { readTrail } from './audit-trail.ts';
import { JSON_OPTION, STATE_DIR_OPTION, type CliContext } from './context.ts';
import { withState } from './embedded-cloud.ts';

const EXPECTED = 'expected <tenant>:<sequence>:<hash>, as the message at the end of a cycle has it';
/** The hash and the sequence have no colon, so that a tenant may. */
const ANCHOR = /^.{1,64}:[1-9]\d{0,11}:[0-9a-f]{64}$/;

const Anchor = z
  .string()
  .regex(ANCHOR, EXPECTED)
  .transform((text): ChainAnchor & { tenant: string } => {
    const [hash = '', sequence, ...tenant] = text.split(':').toReversed();
    return { tenant: tenant.toReversed().join(':'), sequence: Number(sequence), hash };
  });
const Options = z.object({ json: z.boolean(), stateDir: StateDir, anchor: z.array(Anchor) });

const HELP = `
The chain shows by itself which record was changed, dropped, put elsewhere or added. That the newest ones were cut off, or all of them
written anew, only an anchor shows: the sequence and hash of a record that were noted elsewhere. The message at the end of each cycle
has one.`;

/** `kaizen audit verify`: recomputes every tenant's hash chain. */
export function auditVerifyCommand(context: CliContext): Command {
  return new Command('verify')
    .description('recompute the hash chain of every tenant; exit code 4 when one is broken')
    .option(
      '--anchor <tenant:sequence:hash>',
      'a record that must be there, as it was noted; may be repeated',
      (text: string, anchors: string[]) => [...anchors, text],
      [],
    )
    .option(...STATE_DIR_OPTION)
    .option(...JSON_OPTION)
    .addHelpText('after', HELP)
    .action(async (raw: Record<string, unknown>) => {
      const { json, stateDir, anchor: anchors } = parseOptions(Options, raw);
      const chains = await withState(context.loadCloud, stateDir, async (state) => {
        const { tenants } = await state.status();
        const all = [...new Set([...tenants, ...anchors.map(({ tenant }) => tenant)])];
        return Promise.all(
          all.map(async (tenant) => {
            const own = anchors.filter((anchor) => anchor.tenant === tenant);
            return { tenant, verdict: (await readTrail(state, tenant, own)).chain };
          }),
        );
      });
      const intact = chains.every(({ verdict }) => verdict.word === 'intact');
      const lines = chains.map(({ tenant, verdict }) => plain(`${tenant}: ${chainWords(verdict)}`));
      context.terminal.out(json ? `${JSON.stringify({ intact, chains }, null, 2)}\n` : `${lines.join('\n')}\n`);
      if (!intact) context.exit(EXIT.auditBroken);
    });
}
