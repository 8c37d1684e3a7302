import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Validations } from 'aws-cdk-lib';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { IConstruct } from 'constructs';
import { afterEach, describe, expect, it } from 'vitest';
import { parseConfig } from '../../lib/config/load-config.ts';
import { kaizenApp, stackName } from '../../lib/kaizen-app.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function checkedApp(config: Parameters<typeof parseConfig>[0]) {
  const outdir = mkdtempSync(path.join(os.tmpdir(), 'kaizen-nag-'));
  folders.push(outdir);
  return { outdir, app: kaizenApp({ config: parseConfig(config), bundle: false, checked: true, outdir }) };
}

describe('cdk-nag', () => {
  it.each([{ stage: 'dev' }, { stage: 'prod', encryption: 'customer', notificationEmail: 'team@example.com', sourceBuckets: ['sources'] }])(
    'finds nothing in %j',
    (config) => {
      const { app, outdir } = checkedApp(config);
      app.synth();
      expect(JSON.parse(readFileSync(path.join(outdir, 'validation-report.json'), 'utf8'))).toMatchObject({ pluginReports: [] });
    },
  );

  it('fails synth on a finding that nobody acknowledged', () => {
    const { app } = checkedApp({});
    new Topic(app.node.findChild(stackName('dev')), 'Open');
    expect(() => app.synth()).toThrow(/AwsSolutions-SNS3/);
  });

  it('is told a reason for each acknowledged finding, and no rule is acknowledged for more than one finding', () => {
    const { app } = checkedApp({});
    const acknowledged = app.node.findAll().flatMap((node: IConstruct) =>
      node.node.metadata
        .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
        .map(({ data }) => data as Record<string, unknown>)
        // What CDK's own constructs say of themselves.
        .filter((rules) => !Object.keys(rules).every((id) => id.startsWith('CloudFormation-Validate::'))),
    );
    expect(acknowledged.length).toBeGreaterThan(0);
    for (const rules of acknowledged) {
      for (const [id, reason] of Object.entries(rules)) {
        expect(id).toMatch(/AwsSolutions-(IAM5\[Resource::.+\]|SQS3|S1|VPC3|VPC7)$/);
        expect(JSON.stringify(reason).length).toBeGreaterThan(40);
      }
    }
  });
});
