import { isScript } from '../../shared/source/paths.ts';
import { judged, type Check } from '../check.ts';
import { securityFindings, type SecurityFinding } from '../security-findings.ts';

const keyOf = ({ rule, subject }: SecurityFinding): string => `${rule} ${subject}`;

/** The change brings nothing that a reviewer of security would stop at and that the package does not do already. Tests count too: they are run. */
export const security: Check = {
  name: 'security',
  run({ before, changed }) {
    const known = new Set(before.filter((file) => isScript(file.path)).flatMap((file) => securityFindings(file).map(keyOf)));
    const fresh = changed
      .filter((file) => isScript(file.path))
      .flatMap((file) => securityFindings(file).filter((finding) => !known.has(keyOf(finding))));
    const findings = fresh.map(({ file, line, rule, message }) => ({ file, line, rule, message }));
    return judged('security', findings, 'nothing new: no code from text, secret, host, module, environment or permission');
  },
};
