/** Names of own files: paths, also those of Windows, and package.json's own imports. */
const OWN_FILE = /^(?:[./#\\]|file:|[A-Za-z]:\\)/;

/** The package that a module belongs to; null: it is a file of the function's own. */
export function packageOf(values: Record<string, string>): Record<string, string> | null {
  const { module = '' } = values;
  if (OWN_FILE.test(module)) return null;
  const [scope = '', name] = module.split('/');
  return { ...values, package: scope.startsWith('@') && name !== undefined ? `${scope}/${name}` : scope };
}

/** The other way round: null when it is a package's. */
export function ownFile(values: Record<string, string>): Record<string, string> | null {
  return OWN_FILE.test(values['file'] ?? '') ? values : null;
}
