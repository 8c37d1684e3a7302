import { judged, type Check } from '../check.ts';
import { newSuspicions } from '../policy.ts';

/** The change brings nothing that a reviewer of security would stop at and that the package does not do already. Tests count too: they are run. */
export const security: Check = {
  name: 'security',
  run({ before, after, changed }) {
    const findings = newSuspicions(before, after, changed).map(({ file, line, rule, message }) => ({ file, line, rule, message }));
    return judged('security', findings, 'nothing new that the policy forbids');
  },
};
