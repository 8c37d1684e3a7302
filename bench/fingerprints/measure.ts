import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fingerprintOf } from '../../lambdas/shared/failures/fingerprint.ts';
import { readFailure } from '../../lambdas/shared/failures/read-failure.ts';
import type { Build } from './builds.ts';
import { deploy } from './deploy.ts';
import { fail, type Forms } from './fail.ts';

const CORPUS = path.join(import.meta.dirname, 'corpus');
const MODULES = path.join(import.meta.dirname, '../../node_modules');

/** Of so many pairs so many came out as they should; what the others are. */
export interface Rate {
  right: number;
  of: number;
  wrong: string[];
}

export interface Measured {
  /** The same failure before and after the next deployment: one fingerprint. */
  same: Rate;
  /** The same failure as thrown by the handler and as written by console.error: one fingerprint. */
  forms: Rate;
  /** Two different failures, in either form: two fingerprints. */
  apart: Rate;
}

/** Two deployments of a service, as {@link Build} makes them, on two roots and with other ids in the messages. */
export async function measureService(service: string, build: Build): Promise<Measured> {
  const before = await deployed(service, build, 1);
  const after = await deployed(service, build, 2);
  return measure(before, after);
}

async function deployed(service: string, build: Build, version: 1 | 2): Promise<Record<string, Forms>> {
  const folder = await mkdtemp(path.join(tmpdir(), 'kaizen-fingerprints-'));
  try {
    await symlink(MODULES, path.join(folder, 'node_modules'));
    await deploy(path.join(CORPUS, service), path.join(folder, 'src'), version);
    const module = await build.make(path.join(folder, 'src'), path.join(folder, 'out', 'dist'));
    const root = version === 1 ? '/var/task/' : '/srv/deployments/2/';
    return await fail(module, { nodeOptions: build.nodeOptions, id: version === 1 ? 41 : 90_210, folder, root });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Texts of failures by name, from before and after a deployment. */
export function measure(before: Readonly<Record<string, Forms>>, after: Readonly<Record<string, Forms>>): Measured {
  const names = Object.keys(before);
  const at = (from: Readonly<Record<string, Forms>>, name: string, form: keyof Forms): string => idOf(from[name]?.[form] ?? '');
  const forms = ['thrown', 'written'] as const;
  return {
    same: rate(
      names.flatMap((name) => forms.map((form) => [`${name}, ${form}`, at(before, name, form) === at(after, name, form)] as const)),
    ),
    forms: rate(names.map((name) => [name, at(before, name, 'thrown') === at(before, name, 'written')] as const)),
    apart: rate(
      names.flatMap((name, index) =>
        names
          .slice(0, index)
          .flatMap((other) =>
            forms.map((form) => [`${name} and ${other}, ${form}`, at(before, name, form) !== at(after, other, form)] as const),
          ),
      ),
    ),
  };
}

function rate(tried: readonly (readonly [name: string, isRight: boolean])[]): Rate {
  const wrong = tried.filter(([, isRight]) => !isRight).map(([name]) => name);
  return { right: tried.length - wrong.length, of: tried.length, wrong };
}

/** What isn't read as a failure at all is one of its own, and so is wrong wherever it should be the same. */
let unread = 0;

function idOf(text: string): string {
  const failure = readFailure(text);
  return failure === null ? `unread ${(unread += 1)}` : fingerprintOf(failure).id;
}
