import { describe, expect, it } from 'vitest';
import { HANDLERS, TABLES } from '../../lambdas/shared/contract/names.ts';
import { readAssembly } from '../../lib/assembly.ts';
import { property, type Template } from '../../lib/template.ts';
import { synthesized } from '../infra/synthesized.ts';

const template = synthesized({ stage: 'dev' });

/** The template with another definition of the rollout. */
function withRollout(change: (definition: string) => string): Template {
  const changed = structuredClone(template);
  const [id, machine] =
    Object.entries(changed.Resources).find(([, { Metadata }]) => Metadata?.['kaizen:workflow'] === 'rollout') ?? expect.fail('no rollout');
  const join = property<{ 'Fn::Join': [string, unknown[]] }>(id, machine, 'DefinitionString')['Fn::Join'];
  join[1] = join[1].map((part) => (typeof part === 'string' ? change(part) : part));
  return changed;
}

describe('readAssembly', () => {
  const assembly = readAssembly(template);

  it('names every handler, table and workflow of the stack', () => {
    expect(Object.keys(assembly.handlers).toSorted()).toEqual([...HANDLERS].toSorted());
    expect(assembly.tables.map(({ role }) => role).toSorted()).toEqual([...TABLES].toSorted());
    for (const { role, name, keys } of assembly.tables)
      expect({ name, keys }).toEqual({ name: `kaizen-${role}`, keys: { partition: 'pk', sort: 'sk' } });
    expect(Object.keys(assembly.workflows).toSorted()).toEqual(['improvement-cycle', 'rollout']);
  });

  it('leaves no reference unresolved', () => {
    expect(JSON.stringify(assembly)).not.toMatch(/"Ref"|Fn::|\$\{Token/);
    expect(assembly.workflows.rollout.States['Deploy']?.Resource).toBe('arn:aws:lambda:embedded:000000000000:function:rollout-deploy');
    expect(assembly.handlers['remediation/emergency'].environment['KAIZEN_IMPROVEMENT_CYCLE_ARN']).toBe(
      'arn:aws:states:embedded:000000000000:stateMachine:improvement-cycle',
    );
  });

  it('binds the tasks inside of a Map too, and the start of a rollout', () => {
    expect(assembly.taskHandlers['improvement-cycle']).toMatchObject({
      Collect: { handler: 'telemetry/collect' },
      Generate: { handler: 'generation/generate' },
      StartRollout: { startsWorkflow: 'rollout' },
    });
  });

  it('shows what is changed in the stack: a renamed state, another wait', () => {
    const { workflows, taskHandlers } = readAssembly(
      withRollout((part) => part.replaceAll('"Promote"', '"PutIntoProduction"').replace('"Seconds":60', '"Seconds":30')),
    );
    expect(taskHandlers.rollout).toHaveProperty('PutIntoProduction', { handler: 'rollout/promote' });
    expect(taskHandlers.rollout).not.toHaveProperty('Promote');
    expect(workflows.rollout.States['WaitMinute']?.Seconds).toBe(30);
  });

  it('refuses a task that the embedded cloud could not run', () => {
    expect(() =>
      readAssembly(
        withRollout((part) => part.replace('"Type":"Wait","Seconds":60', '"Type":"Task","Resource":"arn:aws:states:::sqs:sendMessage"')),
      ),
    ).toThrow('state WaitMinute runs arn:aws:states:::sqs:sendMessage, which is neither a handler nor the start of a workflow');
  });

  it('refuses a function that names no handler, and a template that lacks one', () => {
    const [id] = Object.entries(template.Resources).find(([, { Metadata }]) => Metadata?.['kaizen:handler'] === 'telemetry/ingest') ?? [''];
    const unnamed = structuredClone(template);
    (unnamed.Resources[id] as { Metadata: Record<string, unknown> }).Metadata = { 'kaizen:handler': 'telemetry/other' };
    expect(() => readAssembly(unnamed)).toThrow(`${id} is named "telemetry/other"; expected one of telemetry/dispatch, `);
    const lacking = structuredClone(template);
    delete lacking.Resources[id];
    expect(() => readAssembly(lacking)).toThrow('the template has no telemetry/ingest');
  });
});
