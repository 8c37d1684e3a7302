import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { HANDLERS, type HandlerName } from '../../lambdas/shared/contract/names.ts';
import { PERMISSIONS } from '../../lib/constructs/permissions.ts';

const fileOf = (handler: HandlerName) => path.resolve(import.meta.dirname, '../../lambdas', `${handler}.handler.ts`);

/** What a composition root builds, by the adapters that it calls. */
function built(handler: HandlerName) {
  const text = readFileSync(fileOf(handler), 'utf8');
  const calls = (adapter: string) => text.includes(`${adapter}(`);
  return {
    metrics: calls('cloudwatchMetricSource'),
    logs: calls('cloudwatchLogSource'),
    targets: calls('lambdaFleet'),
    notifies: calls('snsNotifier'),
    startsCycle: calls('stepFunctionsStarter'),
    opportunities: calls('dynamoWorkStore'),
    baselines: calls('dynamoBaselineStore'),
    audit: calls('dynamoAuditLog'),
    control: calls('dynamoControlStore'),
  };
}

function permitted(handler: HandlerName) {
  const { tables, metrics, logs, targets, notifies, startsCycle } = PERMISSIONS[handler];
  return {
    metrics: metrics === true,
    logs: logs === true,
    targets: targets !== undefined,
    notifies: notifies === true,
    startsCycle: startsCycle === true,
    opportunities: tables.opportunities !== undefined,
    baselines: tables.baselines !== undefined,
    audit: tables.audit !== undefined,
    control: tables.control !== undefined,
  };
}

describe('permissions', () => {
  it.each(HANDLERS)('of %s are those of the ports that it builds, no fewer and no more', (handler) => {
    expect(existsSync(fileOf(handler)), `lambdas/${handler}.handler.ts`).toBe(true);
    expect(permitted(handler)).toEqual(built(handler));
  });

  it('come with a handler file each', () => {
    expect(HANDLERS.filter((handler) => !existsSync(fileOf(handler)))).toEqual([]);
  });
});
