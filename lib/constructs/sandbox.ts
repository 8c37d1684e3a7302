import { Validations } from 'aws-cdk-lib';
import { IpAddresses, NetworkAcl, SecurityGroup, SubnetType, Vpc, type IVpc } from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { HandlerFunction, type HandlerContext } from './handler-function.ts';

/** Lambda wants subnets in more than one zone, so that one of them may fail; any template without an account has two at least. */
const ZONES = 2;
/** The smallest network that a VPC may have (/28 a subnet, 11 usable addresses): Lambda takes one address a subnet and security group. */
const NETWORK = '10.0.0.0/26';
const SUBNET_MASK = 28;

/**
 * Where untrusted code runs: a function in a network that nothing leaves and nothing enters. There is no gateway, no endpoint and no route but the
 * local one; the security group has no rules, and neither has the subnets' list, which so denies everything; the VPC answers no names, since no rule
 * sees questions to Amazon's own resolver (VPC user guide, "DNS attributes for your VPC"; a name that is asked for is a message). Invocations and their
 * answers don't take the network: they come by Lambda itself.
 */
export class Sandbox extends Construct {
  readonly functionArn: string;

  constructor(scope: Construct, id: string, { context }: { context: HandlerContext }) {
    super(scope, id);
    // The library's own class doesn't fit its interface under exactOptionalPropertyTypes.
    const vpc: IVpc = new Vpc(this, 'Vpc', {
      ipAddresses: IpAddresses.cidr(NETWORK),
      maxAzs: ZONES,
      natGateways: 0,
      createInternetGateway: false,
      enableDnsSupport: false,
      enableDnsHostnames: false,
      // It would take a function of CDK's own, with rights to change security groups; nothing uses the default one.
      restrictDefaultSecurityGroup: false,
      subnetConfiguration: [{ name: 'Closed', subnetType: SubnetType.PRIVATE_ISOLATED, cidrMask: SUBNET_MASK }],
    }) as IVpc;
    Validations.of(vpc).acknowledge({
      id: 'AwsSolutions-VPC7',
      reason:
        'A flow log tells who talked to whom: here nobody can, since the network has no way out, no way in and one kind of inhabitant.',
    });
    const acl = new NetworkAcl(this, 'NothingPasses', { vpc, subnetSelection: { subnetType: SubnetType.PRIVATE_ISOLATED } });
    Validations.of(acl).acknowledge({
      id: 'AwsSolutions-VPC3',
      reason:
        'The rule warns of lists whose entries are hard to keep right: this one has no entries, and denies everything in both directions.',
    });
    const securityGroup = new SecurityGroup(this, 'NoWayOut', {
      vpc,
      description: 'Untrusted code: no traffic in or out',
      allowAllOutbound: false,
    });
    const handler = new HandlerFunction(this, 'Function', { name: 'validation/sandbox', context, network: { vpc, securityGroup } });
    this.functionArn = handler.function.functionArn;
  }
}
