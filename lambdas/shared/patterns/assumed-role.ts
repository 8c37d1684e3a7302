/** What Lambda's credentials are called: the session of a function's role bears the function's name. */
const ASSUMED = /^arn:(aws[a-z-]*):sts::(\d{12}):assumed-role\/([\w+=,.@-]{1,64})\/([A-Za-z0-9_-]{1,64})$/;

/** The role behind a principal that assumed one, and the function that bears its session's name. */
export function assumedRole(values: Record<string, string>): Record<string, string> {
  const found = ASSUMED.exec(values['principal'] ?? '');
  if (found === null) return values;
  const [, partition = 'aws', account = '', role = '', target = ''] = found;
  // The path of a role, if it has one, is not told.
  return { ...values, role, roleArn: `arn:${partition}:iam::${account}:role/${role}`, target };
}
