import { createHash } from 'node:crypto';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import { TAGS } from '../../../lambdas/shared/contract/names.ts';
import type { SourceFile } from '../../../lambdas/shared/contract/records.ts';
import { lambdaModel, type LambdaModel } from '../../contract/fakes/lambda-service.ts';
import { BASE_CONFIGURATION, HEALTHY, type Behaviour, service, type Service } from '../../lambdas/rollout/fakes/service.ts';
import type { AliasView, CodeState, FunctionState } from '../history.ts';
import type { Call } from './wire.ts';

export const TARGET = 'orders';
const FILES: SourceFile[] = [
  { path: 'index.mjs', content: 'export const handler = async () => 0;' },
  { path: 'package.json', content: '{"name":"orders","type":"module"}' },
];

type Function = NonNullable<ReturnType<LambdaModel['functions']['get']>>;

export interface LambdaSide {
  model: LambdaModel;
  traffic: Service;
  function(): Function;
  alias(): AliasView | null;
  /** Whether Kaizen published a version. */
  isOurs(version: string): boolean;
  /** Somebody sets the alias by hand. */
  setAlias(version: string, weights: Record<string, number>): void;
  state(): FunctionState;
  /** Has everybody see what changed since the last time. */
  observe(): void;
}

interface Options {
  clock: () => number;
  pass<T>(call: Call, perform: () => Promise<T>): Promise<T>;
  /** How the versions behave that Kaizen publishes. */
  canary: Partial<Behaviour>;
  requestsPerMinute: number;
  moved(before: AliasView | null, after: AliasView | null): void;
  published(version: string): void;
}

/** What the description of a version begins with that Kaizen published. */
const OURS = 'kaizen ';
const EFFECTS = /^(Update|Publish|Delete|Create|Put)/;

/** The model of Lambda's own API with one managed function, and the traffic that goes over its alias. */
export function lambdaSide({ clock, pass, canary, requestsPerMinute, moved, published }: Options): LambdaSide {
  const model = lambdaModel([{ name: TARGET, tags: { [TAGS.managed]: 'true' }, files: FILES, configuration: BASE_CONFIGURATION }]);
  const traffic = service(clock, TARGET);
  traffic.versions.clear();
  traffic.behaviours.clear();
  traffic.requestsPerMinute = requestsPerMinute;
  traffic.aliasHistory.length = 0;
  overTheWire(model.client, pass, () => self.observe());
  let seen: AliasView | null = null;

  const fn = (): Function => model.functions.get(TARGET) as Function;
  const self: LambdaSide = {
    model,
    traffic,
    function: fn,
    alias() {
      const { alias } = fn();
      if (alias === null) return null;
      const [beside] = Object.entries(alias.weights);
      return { version: alias.version, canary: beside === undefined ? null : { version: beside[0], weight: beside[1] } };
    },
    isOurs: (version) => fn().versions.some((each) => each.version === version && each.description.startsWith(OURS)),
    setAlias(version, weights) {
      fn().alias = { version, weights, revision: `by-hand-${clock()}-${traffic.aliasHistory.length}` };
      self.observe();
    },
    state() {
      const { tags, latest, versions } = fn();
      const code = ({ zip, memory, timeout, variables }: Function['latest']): CodeState => ({
        sha256: createHash('sha256').update(zip).digest('base64'),
        bytes: zip.toString('base64'),
        configuration: { memoryMb: memory, timeoutSeconds: timeout },
        variables: JSON.stringify(variables),
      });
      return {
        managed: tags[TAGS.managed] === 'true',
        alias: self.alias(),
        latest: code(latest),
        versions: Object.fromEntries(versions.map((version) => [version.version, code(version)])),
      };
    },
    observe() {
      for (const { version, memory, timeout, zip, description } of fn().versions) {
        if (traffic.versions.has(version)) continue;
        const ours = description.startsWith(OURS);
        const codeSha256 = createHash('sha256').update(zip).digest('base64');
        traffic.versions.set(version, { version, codeSha256, configuration: { memoryMb: memory, timeoutSeconds: timeout } });
        traffic.behaviours.set(version, ours ? { ...HEALTHY, ...canary } : HEALTHY);
        if (ours) published(version);
      }
      const alias = self.alias();
      if (JSON.stringify(alias) === JSON.stringify(seen)) return;
      // No alias, no traffic by it: a version that nobody has.
      traffic.moveAlias(alias ?? { version: 'none', canary: null });
      moved(seen, alias);
      seen = alias;
    },
  };
  self.observe();
  // The traffic before the history began came over the same alias.
  traffic.aliasHistory.splice(0, traffic.aliasHistory.length, { at: 0, state: traffic.alias });
  return self;
}

/** Puts the wire before the model of the service: inside of the client's own metering, outside of the answers. */
function overTheWire(client: LambdaClient, pass: Options['pass'], after: () => void): void {
  const middleware = (next: (args: unknown) => Promise<unknown>, context: { commandName: string }) => (args: unknown) => {
    const action = context.commandName.replace(/Command$/, '');
    return pass({ name: `lambda:${action}`, effect: EFFECTS.test(action), layer: 'service' }, async () => {
      try {
        return await next(args);
      } finally {
        after();
      }
    });
  };
  const options = { relation: 'before', toMiddleware: 'modelOfTheService', name: 'wire' };
  client.middlewareStack.addRelativeTo(middleware as never, options as never);
}
