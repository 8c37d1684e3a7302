import { Command } from 'commander';
import * as z from 'zod';
import { verifyChain } from '../../lambdas/shared/audit/verify-chain.ts';
import { EXIT } from '../output/exit-codes.ts';
import { parseOptions, StateDir } from '../output/options.ts';
import { JSON_OPTION, STATE_DIR_OPTION, type CliContext } from './context.ts';
import { withState } from './embedded-cloud.ts';

const Options = z.object({ json: z.boolean(), stateDir: StateDir });

/** `kaizen audit verify`: recomputes every tenant's hash chain. */
export function auditCommand(context: CliContext): Command {
  const verify = new Command('verify')
    .description('recompute the hash chain of every tenant; exit code 4 when one is broken')
    .option(...STATE_DIR_OPTION)
    .option(...JSON_OPTION)
    .action(async (raw: Record<string, unknown>) => {
      const { json, stateDir } = parseOptions(Options, raw);
      const chains = await withState(context.loadCloud, stateDir, async ({ audit, status }) => {
        const { tenants } = await status();
        return Promise.all(tenants.map(async (tenant) => ({ tenant, verdict: verifyChain(await audit.list(tenant)) })));
      });
      const broken = chains.filter(({ verdict }) => verdict.word === 'broken');
      const lines = chains.map(({ tenant, verdict }) =>
        verdict.word === 'intact'
          ? `${tenant}: intact, ${verdict.count} records${verdict.count === 0 ? '' : `, head ${verdict.head}`}`
          : `${tenant}: BROKEN at record ${verdict.sequence} (${verdict.what}): ${verdict.message}`,
      );
      context.terminal.out(json ? `${JSON.stringify({ intact: broken.length === 0, chains }, null, 2)}\n` : `${lines.join('\n')}\n`);
      if (broken.length > 0) context.exit(EXIT.auditBroken);
    });
  return new Command('audit').description('the trail of every decision').addCommand(verify);
}
