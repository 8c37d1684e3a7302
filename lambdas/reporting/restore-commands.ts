import { LIVE_ALIAS } from '../shared/contract/names.ts';

export interface RestoreCommands {
  /** For the AWS CLI, version 2; one line, to be pasted. */
  aws: string;
  /** For the embedded cloud: taking back what an earlier run left is the first thing that a run does. */
  embedded: string;
}

/** Characters that Lambda allows in a function's name or ARN; anything else is not put into a command. */
const FUNCTION_NAME = /^[A-Za-z0-9_:-]+$/;
const VERSION = /^(\d+|\$LATEST)$/;

/**
 * What a person types to put a function's alias back on `stableVersion`, all traffic on it (Lambda's UpdateAlias with an
 * empty set of additional weights). Null when name or version hold what can't be one: such text is never made a command.
 */
export function restoreCommands(target: string, stableVersion: string): RestoreCommands | null {
  if (!FUNCTION_NAME.test(target) || !VERSION.test(stableVersion)) return null;
  return {
    aws: `aws lambda update-alias --function-name ${target} --name ${LIVE_ALIAS} --function-version ${stableVersion} --routing-config AdditionalVersionWeights={}`,
    embedded: 'kaizen run',
  };
}
