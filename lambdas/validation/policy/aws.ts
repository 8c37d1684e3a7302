import { bare, isCall, isMember, propertyName, rootOf, walk, type Call, type Node } from '../../shared/source/ast.ts';
import { importedBy, importedBinding } from '../../shared/source/imports.ts';
import { bindingOf, constantValue, parentOf, textOf, type Module } from '../../shared/source/module.ts';
import { specifiersOf } from '../../shared/source/specifiers.ts';
import { addressOrigins } from './address.ts';
import { actionOf, serviceOf } from './aws-action.ts';
import { memberName } from './globals.ts';
import { literalText } from './literals.ts';
import { suspect, type Rule, type Scanned, type Suspicion } from './rule.ts';

const SDK = /^(?:@aws-sdk\/|aws-sdk(?:\/|$))/;
const COMMAND = /^[A-Z]\w*Command$/;
/** Packages that hand out credentials or sign for them. */
const CREDENTIALS = /^@(?:aws-sdk|smithy)\/(?:credential-provider|core\/credential|signature-v4|s3-request-presigner|shared-ini)/;
/** Options of a client that say whom it speaks to, and as whom. */
const WHO = new Set([
  'endpoint',
  'endpointProvider',
  'credentials',
  'credentialDefaultProvider',
  'signer',
  'httpAuthSchemes',
  'urlParser',
  'region',
  'profile',
  'tls',
  'useGlobalEndpoint',
]);
/** Inputs that name whose resource is used. */
const RESOURCES = new Set(
  'TableName Bucket QueueUrl TopicArn TargetArn FunctionName StreamName StateMachineArn SecretId KeyId RoleArn EventBusName UserPoolId LogGroupName PhoneNumber ToAddresses'.split(
    ' ',
  ),
);
/** Helpers of a client's class that send nothing. */
const SILENT = new Set(['send', 'destroy', 'from', 'config', 'middlewareStack']);

/** Where a variable of the SDK comes from, through the package's own files. */
function sdkSource(scanned: Scanned, module: Module, node: Node, depth = 3): string | null {
  if (depth === 0) return null;
  // What a client answered is no client: only `new X()`, `X.from()` and other names of one lead on.
  if (isCall(node)) {
    const maker = bare(node.callee);
    const makes = node.type === 'NewExpression' || (isMember(maker) && memberName(maker) === 'from');
    return makes ? sdkSource(scanned, module, rootOf(maker), depth - 1) : null;
  }
  if (node.type !== 'Identifier') return null;
  const binding = bindingOf(module, node);
  const imported = binding === null ? null : importedBy(module, binding);
  if (imported !== null && SDK.test(imported.specifier)) return imported.specifier;
  const elsewhere = imported === null ? null : importedBinding(module, imported, scanned.files);
  const home = elsewhere?.module ?? module;
  const value = elsewhere === null ? constantValue(module, node) : constantValue(home, elsewhere.binding.identifier);
  const at = value === null ? null : bare(value);
  return at === null || isMember(at) ? null : sdkSource(scanned, home, at, depth - 1);
}

function permission(scanned: Scanned, node: Node, service: string, name: string): Suspicion[] {
  const action = actionOf(service, name);
  if (scanned.allowed.aws.has(action)) return [];
  return [suspect(scanned, 'aws-permission', node, `uses ${name}, which needs the permission ${action}`, { subject: action })];
}

/** Everything that is imported of the SDK by name and sends something. */
function imported(scanned: Scanned): Suspicion[] {
  return [...scanned.module.scopes.root.bindings.values()].flatMap((binding) => {
    const source = importedBy(scanned.module, binding);
    const service = source === null ? null : serviceOf(source.specifier);
    if (source === null || service === null) return [];
    const sends = COMMAND.test(source.name) || /^(?:paginate|waitUntil|waitFor)[A-Z]/.test(source.name) || source.name === 'Upload';
    return sends ? permission(scanned, binding.identifier, service, source.name) : [];
  });
}

/** Specifier of the module that a pattern takes apart: `const { PutCommand } = require('…')`; null when it is none. */
function loadedFrom(module: Module, property: Node): string | null {
  const pattern = parentOf(module, property);
  const declarator = pattern === null ? null : parentOf(module, pattern);
  if (declarator?.type !== 'VariableDeclarator' || !declarator.init) return null;
  const { init } = declarator;
  return specifiersOf(module.program).find(({ node }) => node === bare(init))?.name ?? null;
}

/** `dynamo.PutCommand`, `const { PutCommand } = await import(…)`: commands that come by another way than an import by name. */
function mentioned(scanned: Scanned, node: Node): Suspicion[] {
  const { module } = scanned;
  const name = isMember(node)
    ? memberName(node)
    : node.type === 'ObjectProperty' && parentOf(module, node)?.type === 'ObjectPattern'
      ? propertyName(node)
      : null;
  if (name === null || !COMMAND.test(name)) return [];
  const source = isMember(node) ? sdkSource(scanned, module, bare(node.object)) : loadedFrom(module, node);
  const service = serviceOf(source ?? '') ?? 'any';
  return permission(scanned, node, service, name);
}

/** A method of a client that has all actions: `new S3({}).putObject(…)`. */
function called(scanned: Scanned, call: Call): Suspicion[] {
  const callee = bare(call.callee);
  if (call.type === 'NewExpression' || !isMember(callee)) return [];
  const source = sdkSource(scanned, scanned.module, bare(callee.object));
  const name = memberName(callee);
  if (source === null || (name !== null && SILENT.has(name))) return [];
  if (name === null) return [suspect(scanned, 'aws-permission', call, 'calls a client of AWS by a computed name')];
  const service = serviceOf(source) ?? 'any';
  return permission(scanned, call, service, name[0]?.toUpperCase() + name.slice(1));
}

function optionsOf(module: Module, call: Call): Node | undefined {
  const [first] = call.arguments;
  return first === undefined ? undefined : bare(constantValue(module, first) ?? first);
}

/** Whom a client speaks to is left as it is: no endpoint, no credentials, no options that can't be seen. */
function client(scanned: Scanned, call: Call): Suspicion[] {
  const { module } = scanned;
  if (call.type !== 'NewExpression') return [];
  const callee = bare(call.callee);
  const name = isMember(callee) ? memberName(callee) : callee.type === 'Identifier' ? callee.name : null;
  const source = sdkSource(scanned, module, rootOf(callee));
  if (source === null || name === null || COMMAND.test(name)) return [];
  const options = optionsOf(module, call);
  if (options === undefined) return [];
  if (options.type !== 'ObjectExpression') return [suspect(scanned, 'aws-client', call, `gives ${name} options that can't be seen`)];
  return options.properties.flatMap((property) => {
    const option = propertyName(property);
    if (option !== null && !WHO.has(option)) return [];
    return [suspect(scanned, 'aws-client', property, `sets ${option ?? 'unknown options'} of ${name}`)];
  });
}

function resource(scanned: Scanned, node: Node): Suspicion[] {
  const text = literalText(node);
  if (text !== null && /\barn:aws[\w-]*:/.test(text))
    return [suspect(scanned, 'aws-resource', node, 'names a resource of AWS', { subject: text })];
  if (scanned.inTest || node.type !== 'ObjectProperty' || !RESOURCES.has(propertyName(node) ?? '')) return [];
  if (parentOf(scanned.module, node)?.type !== 'ObjectExpression') return [];
  const origins = addressOrigins(scanned.module, node.value, scanned.files);
  return origins.flatMap((origin) =>
    origin.kind === 'hidden' ? [suspect(scanned, 'aws-resource', node, `names the resource ${origin.text}`, { subject: origin.text })] : [],
  );
}

function reached(scanned: Scanned, node: Node): Suspicion[] {
  if (!isMember(node)) return [];
  const name = memberName(node);
  if (name === 'middlewareStack') return [suspect(scanned, 'aws-client', node, 'reaches into the requests of a client')];
  const ofThis = bare(node.object).type === 'ThisExpression';
  return name === 'credentials' && !ofThis ? [suspect(scanned, 'credentials', node, `reaches for ${textOf(scanned.module, node)}`)] : [];
}

/** No new actions, resources, endpoints or credentials of AWS. */
export const aws: Rule = (scanned) => {
  const { module } = scanned;
  const found = imported(scanned);
  for (const { name, node } of specifiersOf(module.program))
    if (name !== null && CREDENTIALS.test(name)) found.push(suspect(scanned, 'credentials', node, `uses ${name}`, { subject: name }));
  walk(module.program, (node) => {
    found.push(...mentioned(scanned, node), ...resource(scanned, node), ...reached(scanned, node));
    if (isCall(node)) found.push(...called(scanned, node), ...client(scanned, node));
  });
  return found;
};
