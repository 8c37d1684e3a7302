import { TAGS } from '../../shared/contract/names.ts';
import { type Action, type Opportunity, STRATEGY_OF, type Withheld } from '../../shared/contract/records.ts';
import { NEEDED_AUTONOMY } from '../../shared/policy/autonomy.ts';
import { tagFunction } from '../commands.ts';

type Left = Pick<Opportunity, 'target' | 'kind' | 'action' | 'wanted' | 'evidence'>;

/** What a person would do about an opportunity that Kaizen leaves to them: the finder's own word, or what stands in Kaizen's way. */
export function actionOf(opportunity: Left, withheld: Withheld): Action {
  const { action, target } = opportunity;
  if (action !== undefined) return action;
  switch (withheld) {
    case 'autonomy':
      return byAutonomy(opportunity);
    case 'no-tests':
      return { words: `Add tests to the source of ${target}: Kaizen then proves a change by them, and rolls it out.`, command: null };
    case 'bundled':
    case 'no-source':
    case 'unreadable':
      return {
        words:
          'Name where the source is that the package was made of (an archive in S3, with its tests and the build command: docs/source.md).',
        command: tagFunction(target, TAGS.source, 's3://BUCKET/KEY.zip'),
      };
    case 'stale-source':
      return { words: 'Deploy what the named source says, or name the source of the version that serves.', command: null };
    case 'not-javascript':
      return { words: 'Change it by hand: Kaizen reads and writes JavaScript and TypeScript only.', command: null };
    case 'no-model':
      return {
        words: `${placesOf(opportunity)} Or configure a model (\`model\` in the stage's config), whose patches go through the same gates.`,
        command: null,
      };
    case 'unproven':
    case 'no-strategy':
      return { words: placesOf(opportunity), command: null };
  }
}

function byAutonomy({ target, kind, wanted }: Left): Action {
  const strategy = STRATEGY_OF[kind];
  const level = NEEDED_AUTONOMY[strategy?.kind ?? 'code'];
  const setting = wanted === null ? '' : ` It would set ${wanted.memoryMb} MB and ${wanted.timeoutSeconds} s.`;
  return {
    words: `Let Kaizen do it (${strategy?.strategy ?? 'by hand'}), beside the traffic and with the way back open: autonomy ${level}.${setting}`,
    command: tagFunction(target, TAGS.autonomy, level),
  };
}

/** Where to look, by the evidence. */
function placesOf({ target, evidence }: Left): string {
  const places = [...new Set(evidence.flatMap(({ location }) => (location === undefined ? [] : [location])))];
  return places.length === 0 ? `Look into ${target}: the evidence says where it shows.` : `Look at ${places.slice(0, PLACES).join(', ')}.`;
}

/** Places that a sentence names. */
const PLACES = 3;
