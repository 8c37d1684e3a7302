import { ArnFormat, type Stack } from 'aws-cdk-lib';
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { allow, type Grant } from './grant.ts';

/**
 * The role of the function that runs untrusted code. Lambda attaches it to its VPC by this role (Lambda developer guide, "Giving Lambda functions
 * access to resources in an Amazon VPC": Describe on every resource, the rest on those of the account), and the Deny takes the same, and everything
 * else, from the code: calls from inside of the execution environment bear lambda:SourceFunctionArn, Lambda's own calls for the network don't
 * (developer guide, "Using source function ARN to control function access behavior").
 */
export function isolatedGrants(stack: Stack, functionName: string): Grant[] {
  const interfaces = stack.formatArn({ service: 'ec2', resource: '*', resourceName: '*' });
  const itself = stack.formatArn({
    service: 'lambda',
    resource: 'function',
    resourceName: functionName,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  const reason = 'Lambda itself attaches the function to its VPC by this role; a Deny of everything stands against the function’s own code';
  return [
    {
      statement: allow('DescribeNetwork', ['ec2:DescribeNetworkInterfaces', 'ec2:DescribeSubnets'], ['*']),
      wildcardReason: `${reason}. The two have no resource-level permissions`,
    },
    {
      statement: allow(
        'AttachNetwork',
        ['ec2:CreateNetworkInterface', 'ec2:DeleteNetworkInterface', 'ec2:AssignPrivateIpAddresses', 'ec2:UnassignPrivateIpAddresses'],
        [interfaces],
      ),
      wildcardReason: `${reason}. Names of network interfaces are made by EC2`,
    },
    {
      statement: new PolicyStatement({
        sid: 'NothingForItsCode',
        effect: Effect.DENY,
        actions: ['*'],
        resources: ['*'],
        conditions: { ArnEquals: { 'lambda:SourceFunctionArn': itself } },
      }),
    },
  ];
}
