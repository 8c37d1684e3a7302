import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

export interface Peer {
  name: string;
  redact(text: string): string;
}

type Redactor = new () => { redact(text: string): string };

/** Packages that redact texts, and the class that their documentation shows. Nothing of them is part of this repository. */
const PACKAGES = { 'redact-pii': 'SyncRedactor', '@redactpii/node': 'Redactor' } as const;

/** Those of {@link PACKAGES} that are there in a folder's node_modules. */
export async function peersIn(folder: string): Promise<Peer[]> {
  const { resolve } = createRequire(path.join(path.resolve(folder), 'package.json'));
  const peers: Peer[] = [];
  for (const [name, exported] of Object.entries(PACKAGES)) {
    let file: string;
    try {
      file = resolve(name);
    } catch {
      continue;
    }
    const module = (await import(pathToFileURL(file).href)) as Record<string, Redactor>;
    const redactor = new (module[exported] as Redactor)();
    peers.push({ name, redact: (text) => redactor.redact(text) });
  }
  if (peers.length === 0) throw new RangeError(`--peers ${folder}: found none of ${Object.keys(PACKAGES).join(', ')} in its node_modules`);
  return peers;
}
