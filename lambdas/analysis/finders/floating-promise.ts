import { reportFigures } from '../figures.ts';
import type { Finding } from '../finding.ts';
import type { TargetContext } from '../target-context.ts';
import { applicableSites, reliabilityFinding } from './reliability-finding.ts';

/**
 * Calls that are started and not waited for. What an invocation leaves unfinished goes on in the environment's next one, and is lost with the
 * environment after its last: at least one invocation of each environment loses it. The gain is that share, environments / invocations, with a
 * cold start for each environment, and one environment at least in a window without any. How fast the function is has nothing to do with it.
 */
export function floatingPromise(context: TargetContext): Finding[] {
  const figures = reportFigures(context.reports);
  if (figures === null) return [];
  const sites = applicableSites(context, 'floating-promise', figures);
  if (sites.length === 0) return [];
  const { lines } = figures;
  const environments = Math.max(1, context.reports.filter((line) => line.initMs !== null).length);
  const summary = `${lines} invocations ran in about ${environments} environments; each of these is lost with what its last invocation left unfinished.`;
  return [
    reliabilityFinding(
      context,
      'floating-promise',
      sites,
      { source: 'telemetry', summary, figures: { lines, environments } },
      { title: `${context.target.name} answers before its own calls are over`, gain: environments / lines, severity: 'medium' },
    ),
  ];
}
