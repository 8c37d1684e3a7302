import type { SourceFile } from '../shared/contract/records.ts';
import { bare, isCall, isMember, propertyName, walk, type Call, type Node } from '../shared/source/ast.ts';
import { importedBy } from '../shared/source/imports.ts';
import { bindingOf, lineOf, moduleOf, parentOf, textOf, type Module } from '../shared/source/module.ts';
import { specifiersOf } from '../shared/source/specifiers.ts';
import type { Finding } from './check.ts';

/** A finding with what it is about, so that the same thing in the base is recognised wherever it stands. */
export interface SecurityFinding extends Finding {
  subject: string;
}

/** Modules that run other programs or code, or reach around the sandbox. */
const POWERFUL = new Set('child_process vm worker_threads cluster inspector repl module v8 wasi process'.split(' '));
/** Modules that open connections of their own. */
const NETWORK = new Set('net http https http2 tls dgram dns'.split(' '));
const FILES = new Set(['fs']);
const CODE_FROM_TEXT = new Set(['eval', 'Function']);
/** Ways to a module or a binding around the import statements. */
const AROUND =
  /^(?:process\.(?:binding|dlopen|getBuiltinModule|_linkedBinding|mainModule)|module\.(?:constructor|_load)|globalThis\.(?:eval|Function|process))$/;

/** Shapes of well-known secrets: AWS access keys, private keys, tokens of GitHub and Slack, JSON web tokens. */
const SECRET_SHAPES =
  /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b|-----BEGIN [A-Z ]*PRIVATE KEY-----|\bgh[pousr]_\w{36,}|\bxox[abprs]-[\w-]{10,}|\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\./;
const SECRET_NAMES = /(?:pass(?:word|phrase)|secret|api_?key|access_?key|private_?key|auth_?token)$/i;
/** Shorter literals are placeholders and field names. */
const SECRET_LENGTH = 8;

type Report = (rule: string, subject: string, node: Node, message: string) => void;

function moduleName(specifier: string): string {
  return specifier.replace(/^node:/, '').split('/')[0] ?? specifier;
}

function scanImports(module: Module, report: Report): void {
  for (const { name, node, typeOnly } of specifiersOf(module.program)) {
    if (typeOnly) continue;
    if (name === null) {
      report('computed-import', textOf(module, node), node, 'loads a module by a computed name');
      continue;
    }
    const built = moduleName(name);
    if (POWERFUL.has(built)) report('powerful-module', built, node, `uses the module ${built}`);
    if (NETWORK.has(built)) report('network-module', built, node, `uses the module ${built}`);
    if (FILES.has(built)) report('file-system', built, node, 'uses the file system');
  }
}

function scanCall(module: Module, call: Call, report: Report): void {
  const callee = bare(call.callee);
  if (callee.type === 'Identifier' && bindingOf(module, callee) === null) {
    if (CODE_FROM_TEXT.has(callee.name)) report('eval', textOf(module, call), call, `runs text as code by ${callee.name}`);
    const [first] = call.arguments;
    if (/^set(?:Timeout|Interval|Immediate)$/.test(callee.name) && first?.type === 'StringLiteral')
      report('eval', first.value, call, 'runs text as code by a timer');
    if (/^(?:WebSocket|EventSource)$/.test(callee.name)) report('network-module', callee.name, call, `opens a ${callee.name}`);
    if (callee.name === 'fetch' && !/https?:\/\//.test(textOf(module, call)))
      report('network-call', textOf(module, call.arguments[0] ?? call), call, 'calls an address that is not written down');
  }
}

function scanMember(module: Module, node: Node, report: Report): void {
  if (!isMember(node)) return;
  const text = textOf(module, node);
  if (AROUND.test(text)) report('powerful-module', text, node, `reaches for ${text}`);
  if (propertyName(node) === 'constructor' && isMember(bare(node.object)) && propertyName(bare(node.object)) === 'constructor')
    report('eval', text, node, 'reaches for the Function constructor');
  const parent = parentOf(module, node);
  const isPart = parent !== null && isMember(parent) && parent.object === node;
  if (text === 'process.env' && !isPart) report('environment', 'process.env', node, 'takes the whole environment');
  if (textOf(module, node.object) === 'process.env') {
    const name = propertyName(node);
    report(
      'environment',
      name ?? text,
      node,
      name === null ? 'reads the environment by a computed name' : `reads ${name} from the environment`,
    );
  }
}

function scanText(text: string, node: Node, report: Report): void {
  for (const [, host] of text.matchAll(/(?:https?|wss?):\/\/([\w.-]+)/g))
    if (host) report('network-host', host, node, `names the host ${host}`);
  if (SECRET_SHAPES.test(text)) report('secret', text, node, 'holds what looks like a secret');
  if (/(?:^|\/)\.\.(?:\/|$)/.test(text)) report('path-traversal', text, node, 'holds a path that leads upwards');
}

function literalText(node: Node): string | null {
  if (node.type === 'StringLiteral') return node.value;
  return node.type === 'TemplateElement' ? (node.value.cooked ?? node.value.raw) : null;
}

function scanNamedSecret(module: Module, node: Node, report: Report): void {
  const [key, value] =
    node.type === 'VariableDeclarator'
      ? [node.id, node.init]
      : node.type === 'ObjectProperty'
        ? [node.key, node.value]
        : node.type === 'AssignmentExpression'
          ? [node.left, node.right]
          : [null, null];
  if (!key || value?.type !== 'StringLiteral' || value.value.length < SECRET_LENGTH) return;
  const name = isMember(key) ? (propertyName(key) ?? '') : key.type === 'StringLiteral' ? key.value : textOf(module, key);
  if (SECRET_NAMES.test(name)) report('secret', value.value, node, `keeps a secret in the code (${name})`);
}

function scanCommand(module: Module, node: Node, report: Report): void {
  if (node.type !== 'NewExpression' || node.callee.type !== 'Identifier') return;
  const binding = bindingOf(module, node.callee);
  const imported = binding === null ? null : importedBy(module, binding);
  if (imported?.specifier.startsWith('@aws-sdk/') && imported.name.endsWith('Command')) {
    report('aws-permission', imported.name, node, `sends ${imported.name}, which may need a permission`);
  }
}

/** Specifiers of imports are judged as such: a relative one may lead upwards within the package. */
function specifierNodes(module: Module): Set<Node> {
  return new Set(
    specifiersOf(module.program).flatMap(({ node }) => {
      if ('source' in node && node.source) return [node.source];
      return isCall(node) ? node.arguments.slice(0, 1) : [];
    }),
  );
}

/** Everything in a script that a reviewer of security would stop at, by parsing. A file that does not parse has none. */
export function securityFindings(file: SourceFile): SecurityFinding[] {
  const module = moduleOf(file);
  if (module === null) return [];
  const found: SecurityFinding[] = [];
  const report: Report = (rule, subject, node, message) => {
    found.push({ file: file.path, line: lineOf(node), rule, subject, message });
  };
  scanImports(module, report);
  const specifiers = specifierNodes(module);
  walk(module.program, (node) => {
    const text = specifiers.has(node) ? null : literalText(node);
    if (text !== null) scanText(text, node, report);
    if (isCall(node)) scanCall(module, node, report);
    scanMember(module, node, report);
    scanNamedSecret(module, node, report);
    scanCommand(module, node, report);
  });
  return found;
}
