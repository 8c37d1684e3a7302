import { describe, expect, it } from 'vitest';
import { HANDLERS, type HandlerName } from '../../lambdas/shared/contract/names.ts';
import { property, type Resource } from '../../lib/template.ts';
import { listOf, resourcesOf, statementsOf, synthesized } from './synthesized.ts';

const template = synthesized({ stage: 'dev', sourceBuckets: ['sources'] });
const functionOf = (handler: HandlerName): [string, Resource] =>
  resourcesOf(template, 'AWS::Lambda::Function').find(([, { Metadata }]) => Metadata?.['kaizen:handler'] === handler) ??
  expect.fail(handler);
const roleOf = (handler: HandlerName): Resource => {
  const [id, resource] = functionOf(handler);
  return template.Resources[property<{ 'Fn::GetAtt': [string] }>(id, resource, 'Role')['Fn::GetAtt'][0]] ?? expect.fail('no role');
};
const [id, sandbox] = functionOf('validation/sandbox');
const ofType = (type: string) => resourcesOf(template, `AWS::EC2::${type}`);

describe('the network of untrusted code', () => {
  it('has no way out: no gateway, endpoint, peer, route or address', () => {
    expect(ofType('VPC')).toHaveLength(1);
    const types = new Set(Object.values(template.Resources).map(({ Type }) => Type));
    expect([...types].filter((type) => type.startsWith('AWS::EC2::')).toSorted()).toEqual([
      'AWS::EC2::NetworkAcl',
      'AWS::EC2::RouteTable',
      'AWS::EC2::SecurityGroup',
      'AWS::EC2::Subnet',
      'AWS::EC2::SubnetNetworkAclAssociation',
      'AWS::EC2::SubnetRouteTableAssociation',
      'AWS::EC2::VPC',
    ]);
    for (const [subnet, resource] of ofType('Subnet')) expect(property(subnet, resource, 'MapPublicIpOnLaunch')).toBe(false);
  });

  it('lets no rule pass: neither the security group nor the subnets’ list has one that allows', () => {
    const [[group, resource]] = ofType('SecurityGroup') as [[string, Resource]];
    // CDK writes a rule for an address that nobody has where none is wanted: without one, EC2 would allow everything.
    expect(property(group, resource, 'SecurityGroupEgress')).toEqual([
      expect.objectContaining({ CidrIp: '255.255.255.255/32', IpProtocol: 'icmp' }),
    ]);
    expect(resource.Properties?.['SecurityGroupIngress']).toBeUndefined();
    const associated = ofType('SubnetNetworkAclAssociation').map(([each, { Properties }]) => [
      each,
      JSON.stringify(Properties?.['SubnetId']),
    ]);
    expect(new Set(associated.map(([, subnet]) => subnet)).size).toBe(ofType('Subnet').length);
  });

  it('answers no names', () => {
    const [[vpc, resource]] = ofType('VPC') as [[string, Resource]];
    expect(property(vpc, resource, 'EnableDnsSupport')).toBe(false);
    expect(property(vpc, resource, 'EnableDnsHostnames')).toBe(false);
  });

  it('is that of the sandbox, and of nobody else', () => {
    const [[group]] = ofType('SecurityGroup') as [[string, Resource]];
    expect(property(id, sandbox, 'VpcConfig')).toEqual({
      SecurityGroupIds: [{ 'Fn::GetAtt': [group, 'GroupId'] }],
      SubnetIds: ofType('Subnet').map(([subnet]) => ({ Ref: subnet })),
    });
    const inside = resourcesOf(template, 'AWS::Lambda::Function').filter(([, { Properties }]) => Properties?.['VpcConfig'] !== undefined);
    expect(inside.map(([, { Metadata }]) => Metadata?.['kaizen:handler'])).toEqual(['validation/sandbox']);
  });
});

describe('the function that runs untrusted code', () => {
  it('is bounded in memory, time, disk and number', () => {
    expect(sandbox.Properties).toMatchObject({
      MemorySize: 1769,
      Timeout: 120,
      EphemeralStorage: { Size: 1024 },
      ReservedConcurrentExecutions: 3,
    });
    expect(sandbox.Properties).not.toHaveProperty('Layers');
    expect(sandbox.Properties).not.toHaveProperty('DeadLetterConfig');
  });

  it('ends before the handler that waits for it', () => {
    const [validate, resource] = functionOf('validation/validate');
    expect(property<number>(validate, resource, 'Timeout')).toBeGreaterThan(property<number>(id, sandbox, 'Timeout'));
  });

  it('has a role by which Lambda attaches it to its network, and by which its own code may do nothing', () => {
    const statements = statementsOf(roleOf('validation/sandbox'));
    expect(roleOf('validation/sandbox').Properties?.['ManagedPolicyArns']).toBeUndefined();
    const allowed = statements.filter(({ Effect }) => Effect === 'Allow').flatMap(({ Action }) => listOf(Action));
    expect(allowed.toSorted()).toEqual([
      'ec2:AssignPrivateIpAddresses',
      'ec2:CreateNetworkInterface',
      'ec2:DeleteNetworkInterface',
      'ec2:DescribeNetworkInterfaces',
      'ec2:DescribeSubnets',
      'ec2:UnassignPrivateIpAddresses',
    ]);
    const denied = statements.find(({ Effect }) => Effect === 'Deny');
    expect(denied).toMatchObject({ Action: '*', Resource: '*' });
    const condition = JSON.stringify(denied?.Condition);
    expect(Object.keys(denied?.Condition ?? {})).toEqual(['ArnEquals']);
    expect(condition).toMatch(/"lambda:SourceFunctionArn":.*:function:kaizen-dev-validation-sandbox"/);
    expect(property(id, sandbox, 'FunctionName')).toBe('kaizen-dev-validation-sandbox');
  });

  it('is invoked by the validation only', () => {
    const invoking = HANDLERS.filter((handler) =>
      statementsOf(roleOf(handler)).some(({ Effect, Action }) => Effect === 'Allow' && listOf(Action).includes('lambda:InvokeFunction')),
    );
    expect(invoking).toEqual(['validation/validate']);
    const statement = statementsOf(roleOf('validation/validate')).find(({ Action }) => listOf(Action).includes('lambda:InvokeFunction'));
    expect(statement?.Resource).toEqual({ 'Fn::GetAtt': [id, 'Arn'] });
    expect(
      resourcesOf(template, 'AWS::Lambda::Permission').filter(([, { Properties }]) => JSON.stringify(Properties).includes(id)),
    ).toEqual([]);
  });
});
