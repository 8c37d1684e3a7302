import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Of every file of the next deployment: lines above the code. */
const NOTICE = `// Copyright of whoever writes orders.\n${'// A line that moves the others.\n'.repeat(6)}\n`;

/**
 * What the next deployment brings beside the code that fails: a module that is loaded first and has functions and classes of the same names, so
 * that a bundler numbers them anew and a minifier gives out other letters.
 */
const NEIGHBOUR = `import { setTimeout as wait } from 'node:timers/promises';
class Pricing { static parse(text: string): string { return text + 'x'; } discount(n: number): number { return n + 1; } }
class NotFound extends Error {}
function priceOf(x: number): number { return x + 2; }
function assertPositive(x: number): number { return priceOf(x) + 3; }
async function loadOrder(x: number): Promise<number> { await wait(0); return assertPositive(x); }
async function readOrder(x: number): Promise<number> { return (await loadOrder(x)) + 1; }
function later(x: number): number { return x + 5; }
class Customers { read(x: number): number { return later(x); } }
class Owners { ofParcel(x: number): number { return x; } }
class Road extends Customers { label(x: number): number { return x * 3; } }
function orderOwner(x: number): number { return new Owners().ofParcel(new Road().label(x)); }
function validate(x: number): number { return orderOwner(x) + 1; }
class Carrier { static for(x: number): number { return validate(x); } }
export async function trace(x: number): Promise<unknown> {
  return [await readOrder(x), new Customers().read(x), new Pricing().discount(x), Pricing.parse(String(x)), new NotFound(String(x)), Carrier.for(x)];
}
`;

/** Copies a service's sources into `folder`, as they are or as the next deployment has them. */
export async function deploy(sources: string, folder: string, version: 1 | 2): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const file of await readdir(sources)) {
    const code = await readFile(path.join(sources, file), 'utf8');
    const entry = file === 'handler.ts' && version === 2 ? "import { trace } from './tracing.ts';\nexport const traced = trace(1);\n" : '';
    await writeFile(path.join(folder, file), version === 1 ? code : `${NOTICE}${entry}${code}`);
  }
  if (version === 2) await writeFile(path.join(folder, 'tracing.ts'), NEIGHBOUR);
}
