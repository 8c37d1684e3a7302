import type { SourceFile } from '../../contract/records.ts';
import { bare, isCall, isMember, propertyName, type Call, type Node, type t } from '../ast.ts';
import { optionValue } from '../fetch-call.ts';
import { importedBinding, importedBy, isExported } from '../imports.ts';
import { bindingOf, moduleOf, parentOf, type Module } from '../module.ts';
import { originOf } from '../origin.ts';
import { isSource } from '../paths.ts';
import type { Binding } from '../scope.ts';
import { fails, HOLDS, type Proof } from '../sites.ts';
import { isReadingCommand } from '../verbs.ts';
import { SDK_TRIES } from '../waits.ts';

/** Services whose reads answer within tens of milliseconds, with the packages whose commands go through their clients. */
const QUICK: Readonly<Record<string, readonly string[]>> = {
  '@aws-sdk/client-dynamodb': ['@aws-sdk/client-dynamodb', '@aws-sdk/lib-dynamodb'],
  '@aws-sdk/client-ssm': ['@aws-sdk/client-ssm'],
  '@aws-sdk/client-secrets-manager': ['@aws-sdk/client-secrets-manager'],
  '@aws-sdk/client-s3': ['@aws-sdk/client-s3'],
};
/** Reads whose answer is a stream: how long it takes is its length's to say. */
const STREAMS = /^(?:GetObject|SelectObjectContent|GetObjectTorrent)Command$/;
/** Settings by which the client tries again in its own way. */
const OWN_TRIES = ['retryStrategy', 'retryMode'];

/** `new XClient(…)` of the AWS SDK that has no handler of its own for requests. */
export function isUnboundedClient(module: Module, node: Node): node is t.NewExpression {
  if (node.type !== 'NewExpression') return false;
  const origin = originOf(module, node.callee);
  if (origin === null || !origin.specifier.startsWith('@aws-sdk/client-') || !origin.name.endsWith('Client')) return false;
  const [options] = node.arguments;
  return options?.type !== 'ObjectExpression' || optionValue(options, 'requestHandler') === undefined;
}

function proveOptions(client: t.NewExpression): Proof {
  const [options] = client.arguments;
  if (options === undefined) return HOLDS;
  if (options.type !== 'ObjectExpression') return fails('its options are no object that is written down in place');
  if (options.properties.some((property) => property.type !== 'ObjectProperty' || propertyName(property) === null))
    return fails('its options are not all written down, and may hold timeouts');
  const own = OWN_TRIES.find((name) => optionValue(options, name) !== undefined);
  if (own !== undefined) return fails(`it tries again in a way of its own (${own})`);
  const tries = optionValue(options, 'maxAttempts');
  if (tries === undefined || (tries.type === 'NumericLiteral' && tries.value <= SDK_TRIES)) return HOLDS;
  return fails(`it tries more often than ${SDK_TRIES} times, which together would take too long`);
}

function proveName(name: string): Proof {
  if (name === '*' || name === 'default') return fails('its package is taken whole, so which commands are sent is not known');
  if (STREAMS.test(name)) return fails(`it sends ${name}, whose answer is a stream and may rightly take long`);
  if (name.endsWith('Command'))
    return isReadingCommand(name)
      ? HOLDS
      : fails(`it sends ${name}, which the client would send again after a timeout, though it may have been done`);
  if (/^[A-Z]/.test(name) || /^paginate(?:Query|Scan|List|Get|Describe)/.test(name)) return HOLDS;
  return fails(`${name}() sends commands through it that are not seen`);
}

/** Proves that the package sends nothing but quick reads to this service, whichever of its files does it. */
function proveCommands(packages: readonly string[], files: readonly SourceFile[]): Proof {
  for (const file of files.filter(({ path }) => isSource(path))) {
    const module = moduleOf(file);
    if (module === null) return fails(`${file.path} does not parse, so what it sends is not known`);
    for (const binding of module.scopes.bindings.values()) {
      const origin = originOf(module, binding.identifier);
      const proof = origin !== null && packages.includes(origin.specifier) ? proveName(origin.name) : HOLDS;
      if (!proof.holds) return proof;
    }
  }
  return HOLDS;
}

interface Following {
  files: readonly SourceFile[];
  seen: Set<Binding>;
}

function handedOn(name: string): Proof {
  return fails(`${name} is handed on, so what is sent through it is not known`);
}

/** `XDocumentClient.from(client)` wraps it: what is sent through the wrapper is sent through it. */
function proveArgument(module: Module, call: Call, following: Following, name: string): Proof {
  const origin = originOf(module, call.callee);
  const callee = bare(call.callee);
  const wraps =
    isMember(callee) && propertyName(callee) === 'from' && originOf(module, callee.object)?.specifier.startsWith('@aws-sdk/') === true;
  if (wraps) return proveHeld(module, call, following);
  return origin !== null && origin.specifier.startsWith('@aws-sdk/') ? HOLDS : handedOn(name);
}

function proveReference(module: Module, node: Node, following: Following, name: string): Proof {
  const parent = parentOf(module, node);
  if (parent === null) return handedOn(name);
  if (parent.type === 'ExportSpecifier') return HOLDS;
  if (isMember(parent) && parent.object === node) {
    return propertyName(parent) === 'send' ? HOLDS : fails(`${name} is used for more than sending`);
  }
  if (isCall(parent)) return proveArgument(module, parent, following, name);
  // `paginateQuery({ client }, …)`
  const object = parent.type === 'ObjectProperty' ? parentOf(module, parent) : null;
  const call = object === null ? null : parentOf(module, object);
  return call !== null && isCall(call) ? proveArgument(module, call, following, name) : handedOn(name);
}

function proveUses(module: Module, binding: Binding, following: Following): Proof {
  if (following.seen.has(binding)) return HOLDS;
  following.seen.add(binding);
  for (const { node, write } of binding.references) {
    const proof = write ? fails(`"${binding.name}" is assigned again`) : proveReference(module, node, following, `"${binding.name}"`);
    if (!proof.holds) return proof;
  }
  return isExported(module, binding) ? proveImporters(binding, following) : HOLDS;
}

function proveImporters(exported: Binding, following: Following): Proof {
  for (const file of following.files.filter(({ path }) => isSource(path))) {
    const module = moduleOf(file);
    if (module === null) continue;
    for (const binding of new Set(module.scopes.bindings.values())) {
      const imported = importedBy(module, binding);
      const found = imported === null ? null : importedBinding(module, imported, following.files);
      const proof = found?.binding === exported ? proveUses(module, binding, following) : HOLDS;
      if (!proof.holds) return proof;
    }
  }
  return HOLDS;
}

function proveHeld(module: Module, client: Node, following: Following): Proof {
  const parent = parentOf(module, client);
  if (parent !== null && isCall(parent) && parent.callee !== client) return proveArgument(module, parent, following, 'it');
  if (parent?.type !== 'VariableDeclarator' || parent.id.type !== 'Identifier') return handedOn('it');
  const binding = bindingOf(module, parent.id);
  return binding === null ? handedOn('it') : proveUses(module, binding, following);
}

/** Proves that a client may be given timeouts: it sends quick reads only, which may be sent again, and its options are all seen. */
export function proveClientBoundable(module: Module, client: t.NewExpression, files: readonly SourceFile[]): Proof {
  const options = proveOptions(client);
  if (!options.holds) return options;
  const packages = QUICK[originOf(module, client.callee)?.specifier ?? ''];
  if (packages === undefined) return fails('the calls of this service may rightly take long');
  const commands = proveCommands(packages, files);
  return commands.holds ? proveHeld(module, client, { files, seen: new Set() }) : commands;
}
