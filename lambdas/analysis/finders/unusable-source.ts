import { TAGS } from '../../shared/contract/names.ts';
import { invocations, reportFigures, requestsPerHour } from '../figures.ts';
import { ALWAYS, type Finding } from '../finding.ts';
import type { TargetContext } from '../target-context.ts';
import { tagFunction } from '../commands.ts';
import { worthChanging } from './source-finding.ts';

/**
 * A target whose code would be worth a look and is not to be had: a bundle, no JavaScript, nothing at all. It gets tuning and recommendations only,
 * and this says why. What a look would win nobody knows, so the gain is none.
 */
export function unusableSource(context: TargetContext): Finding[] {
  const { source, target } = context;
  const figures = reportFigures(context.reports);
  if (source.kind !== 'unusable' || figures === null || !worthChanging(context)) return [];
  return [
    {
      kind: 'unusable-source',
      title: `The source of ${target.name} can't be improved: ${source.problem}`,
      evidence: [
        { source: 'source', summary: source.reason },
        {
          source: 'telemetry',
          summary: `${invocations(context)} calls in the window, which would make a look at its code worth while.`,
          figures: { invocations: invocations(context), meanMs: figures.mean },
        },
      ],
      severity: 'low',
      gain: 0,
      usersPerHour: requestsPerHour(context),
      occurrencesPerDay: ALWAYS,
      samples: figures.lines,
      wanted: null,
      action: {
        words:
          'Name where its source is (an archive in S3, with its tests: docs/source.md): until then its settings are tuned, and its code is left alone.',
        command: tagFunction(target.name, TAGS.source, 's3://BUCKET/KEY.zip'),
      },
    },
  ];
}
