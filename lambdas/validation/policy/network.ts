import { collect, isCall, isMember, propertyName, walk, type Node, type t } from '../../shared/source/ast.ts';
import { parentOf, textOf } from '../../shared/source/module.ts';
import { addressOrigins, fetchCalls } from './address.ts';
import { isGlobalName, memberName } from './globals.ts';
import { literalText } from './literals.ts';
import { squeezed, suspect, type Rule, type Scanned, type Suspicion } from './rule.ts';

/** Anything with an authority: what is between `://` and the path. */
const AUTHORITY = /\b[a-z][a-z\d+.-]*:\/\/([^\s/?#'"`<>\\]*)/gi;
const ADDRESS = /^(?:\d{1,3}(?:\.\d{1,3}){3}|\[?[\da-f]{0,4}(?::[\da-f]{0,4}){2,7}\]?)$/i;
/** A host's name without a scheme. Endings that files have as well are left out. */
const NAME = /^(?:[a-z\d-]+\.)+(?:com|net|org|io|dev|app|cloud|info|biz|xyz|example|test|internal|local|eu|de|uk|ru|cn)$/i;
/** The host of AWS says nothing of whose resource it is: the first part of the path (an account, a bucket) belongs to it. */
const OF_AWS = /^([\w.-]*amazonaws\.com(?:\.cn)?)(\/[^/?#\s]*)?/i;

function hostsIn(text: string): string[] {
  const written = [...text.matchAll(AUTHORITY)].flatMap(([whole, authority = '']) => {
    const host = authority.replace(/^.*@/, '');
    const aws = OF_AWS.exec(text.slice(text.indexOf(whole) + whole.indexOf('://') + '://'.length));
    return host === '' ? [] : [aws === null ? host.toLowerCase() : `${aws[1] ?? host}${aws[2] ?? ''}`.toLowerCase()];
  });
  const bareHost = ADDRESS.test(text) || NAME.test(text);
  return bareHost && text !== '::' ? [...written, text.toLowerCase()] : written;
}

function named(scanned: Scanned, node: Node): Suspicion[] {
  const text = literalText(node);
  if (text === null) return [];
  return hostsIn(text)
    .filter((host) => !scanned.allowed.hosts.has(host.replace(/:\d+$/, '')))
    .map((host) => suspect(scanned, 'network-host', node, `names the host ${host}`, { subject: host }));
}

/** An address without TLS is another one, even at a known host. */
function inClear(scanned: Scanned, node: Node): Suspicion[] {
  const [address] = /\b(?:http|ws|ftp):\/\/[^\s/?#'"`]+/i.exec(literalText(node) ?? '') ?? [];
  return address === undefined
    ? []
    : [suspect(scanned, 'network-host', node, `speaks without TLS to ${address}`, { subject: address.toLowerCase() })];
}

/** `method: 'POST'`: a request that changes something. Where a base only reads, a known host is not enough. */
function writes(scanned: Scanned, node: Node): Suspicion[] {
  if (
    scanned.inTest ||
    node.type !== 'ObjectProperty' ||
    propertyName(node) !== 'method' ||
    parentOf(scanned.module, node)?.type !== 'ObjectExpression'
  )
    return [];
  const { value } = node;
  if (value.type === 'StringLiteral' && /^(?:get|head|options)$/i.test(value.value)) return [];
  const method = squeezed(textOf(scanned.module, value));
  return [suspect(scanned, 'network-method', node, `makes a request by the method ${method}`, { subject: method, counted: true })];
}

/** `fetch` as a value: what it is called with cannot be seen. */
function isHandedOn({ module, inTest }: Scanned, node: Node): boolean {
  if (inTest || node.type !== 'Identifier' || node.name !== 'fetch' || !isGlobalName(module, node)) return false;
  const parent = parentOf(module, node);
  return parent !== null && !(isCall(parent) && parent.callee === node);
}

/** `url.host = …`: an address that was written down leads elsewhere. */
function redirected(scanned: Scanned): Suspicion[] {
  const written = collect(scanned.module.program, (node): node is t.AssignmentExpression => node.type === 'AssignmentExpression');
  return written
    .filter(({ left }) => isMember(left) && /^(?:host|hostname|href|protocol|origin)$/.test(memberName(left) ?? ''))
    .map((node) => suspect(scanned, 'network-call', node, 'changes where an address leads'));
}

/** No new hosts, and no requests to where the code does not say. */
export const network: Rule = (scanned) => {
  const { module, files } = scanned;
  const found: Suspicion[] = [];
  walk(module.program, (node) => {
    found.push(...named(scanned, node), ...inClear(scanned, node), ...writes(scanned, node));
    if (isHandedOn(scanned, node)) found.push(suspect(scanned, 'network-call', parentOf(module, node) ?? node, 'hands fetch on'));
  });
  found.push(...redirected(scanned));
  for (const call of fetchCalls(module)) {
    const [address] = call.arguments;
    const origins = address === undefined ? [] : addressOrigins(module, address, files);
    for (const origin of origins) {
      if (origin.kind === 'written') continue;
      const options = { subject: origin.text, counted: origin.kind === 'hidden' };
      found.push(
        suspect(
          scanned,
          'network-call',
          call,
          `calls an address that is not written down: ${squeezed(textOf(module, address ?? call))}`,
          options,
        ),
      );
    }
  }
  return found;
};
