import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { findSites } from '../../../../lambdas/shared/source/find-sites.ts';

const FLEET = path.resolve(import.meta.dirname, '../../../../localstack/embedded/fleet');

function packageOf(service: string): { path: string; content: string }[] {
  const folder = path.join(FLEET, service);
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(?:ts|json)$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .map((file) => ({ path: path.relative(folder, file).split(path.sep).join('/'), content: readFileSync(file, 'utf8') }));
}

function applicable(service: string): string[] {
  return findSites(packageOf(service))
    .filter((site) => site.status === 'applicable')
    .map((site) => `${site.kind} ${site.functionName}`);
}

test.each([
  ['orders', ['sequential-awaits loadItems', 'unbounded-wait null']],
  ['catalog', ['uncached-read fetchPriceList', 'unbounded-wait fetchPriceList']],
  ['shipping', ['sequential-awaits quoteParcels', 'unbounded-wait quoteParcel']],
  ['sessions', []],
  ['wishlist', ['n-plus-one loadArticles', 'unbounded-wait null']],
  ['checkout', ['unbounded-wait fetchCustomer', 'duplicate-call handler']],
  ['quotes', ['inefficient-algorithm quoteLines', 'unbounded-wait handler']],
  ['invoices', ['unbounded-wait enterIntoLedger']],
])('in the sample service %s the applicable sites are %j', (service, expected) => {
  expect(applicable(service)).toEqual(expected);
});

test('shipping keeps a list that only grows, and reads rates that must stay fresh', () => {
  const refused = findSites(packageOf('shipping')).filter((site) => site.status === 'refused');
  expect(refused.map((site) => [site.kind, site.functionName])).toEqual([
    ['memory-growth', 'remember'],
    ['uncached-read', 'quoteParcel'],
  ]);
  expect(refused[1]?.reason).toContain('no-store');
});

const LOOP = `import { step } from './step.js';
export async function run(ids) {
  const out = [];
  for (const id of ids) {
    out.push(await step(id));
  }
  return out;
}
`;

test('follows a call into another file of the package', () => {
  const loop = { path: 'loop.js', content: LOOP };
  const reads = { path: 'step.js', content: 'export const step = async (id) => (await fetch(`/x/${id}`)).json();\n' };
  const writes = {
    path: 'step.js',
    content: "async function put(id) {\n  await fetch(`/x/${id}`, { method: 'PUT' });\n}\nexport { put as step };\n",
  };
  expect(findSites([loop, reads]).find((site) => site.file === 'loop.js')).toMatchObject({ status: 'applicable' });
  expect(findSites([loop, writes]).filter((site) => site.file === 'loop.js')).toMatchObject([
    { status: 'refused', reason: 'in the loop it fetches with the method PUT' },
  ]);
  expect(findSites([loop])).toMatchObject([{ status: 'refused', reason: expect.stringContaining('step()') as unknown }]);
});

test('a function that calls itself is followed once', () => {
  const content = `async function walk(id) {
  const children = await fetch(\`/nodes/\${id}\`);
  return Promise.all((await children.json()).map((child) => walk(child)));
}
export async function run(ids) {
  const out = [];
  for (const id of ids) {
    out.push(await walk(id));
  }
  return out;
}
`;
  expect(findSites([{ path: 'a.js', content }]).find((site) => site.kind === 'sequential-awaits')).toMatchObject({ status: 'applicable' });
});

test('tests, declarations and other files are left out', () => {
  const content = LOOP;
  for (const file of ['test/loop.js', 'loop.test.ts', 'src/loop.spec.mjs', 'loop.d.ts', 'README.md', 'node_modules/x/index.js']) {
    expect(findSites([{ path: file, content }])).toEqual([]);
  }
});
