import { spec } from '../../../services/ec2/pretend-world.ts';
import type { OperationRequests, Request, ServiceRequests } from './requests.ts';
import type { World } from './world.ts';

const badToken = { NextToken: 'x' };
const onVpc = ({ vpcId }: World) => ({ Filters: [{ Name: 'vpc-id', Values: [vpcId] }] });

/** A listing: all of it, what matches a filter, some ids; and the refusals that every listing has. */
function listing(
  ids: string,
  [prefix, notFound, malformed]: readonly [prefix: string, notFound: string, malformed: string],
  { byFilter = onVpc, bounds = 'InvalidParameterValue', token }: Partial<Listing> = {},
): OperationRequests {
  return {
    answers: [{ MaxResults: 5 }, byFilter, {}],
    refusals: {
      [notFound]: { [ids]: [`${prefix}-00000000`] },
      [malformed]: { [ids]: [`${prefix}-x`] },
      [bounds]: { MaxResults: 100_000 },
      InvalidParameterCombination: { MaxResults: 5, [ids]: [`${prefix}-00000000`] },
      ...(token === undefined ? {} : { [token]: badToken }),
    },
  };
}

interface Listing {
  readonly byFilter: Request;
  readonly bounds: string;
  readonly token: string;
}

const profileArn = 'arn:aws:iam::000000000000:instance-profile/profile';

/** The id of a stopped instance without a profile. */
function withoutProfile(cloud: World['cloud']): string {
  const [instance] = cloud.ec2.launch([spec()]);
  if (instance === undefined) throw new Error('nothing was launched');
  instance.state = 'stopped';
  return instance.id;
}

const ids = ({ linux: [one] }: World) => ({ InstanceIds: [one] });
const noInstance = {
  'InvalidInstanceID.NotFound': { InstanceIds: ['i-00000000000000000'] },
  'InvalidInstanceID.Malformed': { InstanceIds: ['x'] },
};
const tag = { Key: 'constructor', Value: 'x' };
const image = 'ami-0c1d0000000000100';
const one = { MinCount: 1, MaxCount: 1 };

/** The requests to EC2, whose model knows no errors: the codes are those of its list of error codes. */
export const requestsOfEc2: ServiceRequests = {
  absent: [],
  common: [
    'IncorrectInstanceState',
    'IncorrectState',
    'FilterLimitExceeded',
    'InstanceLimitExceeded',
    'InvalidAMIID.Malformed',
    'InvalidAMIID.NotFound',
    'InvalidGroup.NotFound',
    'InvalidGroupId.Malformed',
    'InvalidInstanceID.Malformed',
    'InvalidInstanceID.NotFound',
    'InvalidInternetGatewayID.NotFound',
    'InvalidInternetGatewayId.Malformed',
    'InvalidNetworkAclID.NotFound',
    'InvalidNetworkAclId.Malformed',
    'InvalidNextToken',
    'InvalidParameter',
    'InvalidParameterCombination',
    'InvalidParameterValue',
    'InvalidRequest',
    'InvalidRouteTableID.NotFound',
    'InvalidRouteTableId.Malformed',
    'InvalidSubnetID.Malformed',
    'InvalidSubnetID.NotFound',
    'InvalidVpcEndpointId.Malformed',
    'InvalidVpcEndpointId.NotFound',
    'InvalidVpcID.Malformed',
    'InvalidVpcID.NotFound',
    'MissingParameter',
    'NatGatewayMalformed',
    'NatGatewayNotFound',
    'NoSuchAssociation',
    'TagLimitExceeded',
    'UnknownParameter',
  ],
  operations: {
    AssociateIamInstanceProfile: {
      answers: [
        ({ cloud }) => ({ InstanceId: withoutProfile(cloud), IamInstanceProfile: { Name: 'profile' } }),
        ({ cloud }) => ({ InstanceId: withoutProfile(cloud), IamInstanceProfile: { Arn: profileArn } }),
      ],
      refusals: {
        IncorrectState: ({ linux: [id] }) => ({ InstanceId: id, IamInstanceProfile: { Name: 'profile' } }),
        InvalidParameterValue: ({ linux: [id] }) => ({
          InstanceId: id,
          IamInstanceProfile: { Name: 'none' },
        }),
        'InvalidInstanceID.NotFound': {
          InstanceId: 'i-00000000000000000',
          IamInstanceProfile: { Name: 'profile' },
        },
        IncorrectInstanceState: ({ cloud }) => {
          const [pending] = cloud.ec2.launch([spec()]);
          return { InstanceId: pending?.id, IamInstanceProfile: { Name: 'profile' } };
        },
      },
    },
    CreateTags: {
      answers: [({ linux: [id] }) => ({ Resources: [id], Tags: [tag, { Key: '__proto__', Value: 'y' }] })],
      refusals: {
        'InvalidInstanceID.NotFound': { Resources: ['i-00000000000000000'], Tags: [tag] },
        InvalidParameterValue: ({ linux: [id] }) => ({ Resources: [id], Tags: [{ Key: 'aws:x' }] }),
        MissingParameter: { Tags: [tag] },
        TagLimitExceeded: ({ linux: [id] }) => ({
          Resources: [id],
          Tags: Array.from({ length: 51 }, (_, index) => ({ Key: `k${index}`, Value: '' })),
        }),
      },
    },
    DeleteTags: {
      answers: [({ linux: [id] }) => ({ Resources: [id], Tags: [{ Key: 'constructor', Value: 'z' }] })],
      refusals: { 'InvalidInstanceID.NotFound': { Resources: ['i-00000000000000000'] } },
    },
    DescribeIamInstanceProfileAssociations: {
      answers: [{ MaxResults: 1 }, { Filters: [{ Name: 'state', Values: ['associated'] }] }],
      refusals: {
        NoSuchAssociation: { AssociationIds: ['iip-assoc-0'] },
        InvalidParameterCombination: { AssociationIds: ['iip-assoc-0'], MaxResults: 5 },
        InvalidNextToken: badToken,
      },
    },
    DescribeInstances: {
      answers: [
        ids,
        { Filters: [{ Name: 'tag:Name', Values: ['n*'] }], MaxResults: 5, IncludeManagedResources: true },
      ],
      refusals: {
        ...noInstance,
        InvalidNextToken: badToken,
        InvalidParameterValue: { MaxResults: 4 },
        InvalidParameterCombination: (world) => ({ ...ids(world), MaxResults: 5 }),
        FilterLimitExceeded: {
          Filters: [{ Name: 'vpc-id', Values: Array.from({ length: 201 }, (_, index) => `${index}`) }],
        },
      },
    },
    DescribeInstanceStatus: {
      answers: [
        ids,
        {
          Filters: [{ Name: 'instance-state-name', Values: ['running'] }],
          IncludeAllInstances: true,
          IncludeManagedResources: true,
          MaxResults: 5,
        },
      ],
      refusals: {
        ...noInstance,
        InvalidNextToken: badToken,
        InvalidRequest: { InstanceIds: Array.from({ length: 101 }, () => 'i-00000000000000000') },
      },
    },
    DescribeInternetGateways: listing(
      'InternetGatewayIds',
      ['igw', 'InvalidInternetGatewayID.NotFound', 'InvalidInternetGatewayId.Malformed'],
      { byFilter: { Filters: [{ Name: 'internet-gateway-id', Values: ['igw-0'] }] } },
    ),
    DescribeNatGateways: listing('NatGatewayIds', ['nat', 'NatGatewayNotFound', 'NatGatewayMalformed'], {
      byFilter: ({ vpcId }) => ({ Filter: [{ Name: 'vpc-id', Values: [vpcId] }] }),
      bounds: 'InvalidParameter',
      token: 'InvalidNextToken',
    }),
    DescribeNetworkAcls: listing(
      'NetworkAclIds',
      ['acl', 'InvalidNetworkAclID.NotFound', 'InvalidNetworkAclId.Malformed'],
      { byFilter: ({ vpcId }) => ({ Filters: [{ Name: 'vpc-id', Values: [vpcId] }] }) },
    ),
    DescribeRegions: {
      answers: [
        { RegionNames: ['eu-west-1'], AllRegions: true },
        { Filters: [{ Name: 'opt-in-status', Values: ['opt-in-not-required'] }] },
      ],
      refusals: { InvalidParameterValue: { RegionNames: ['moon-1'] } },
    },
    DescribeRouteTables: listing('RouteTableIds', [
      'rtb',
      'InvalidRouteTableID.NotFound',
      'InvalidRouteTableId.Malformed',
    ]),
    DescribeSecurityGroups: listing('GroupIds', ['sg', 'InvalidGroup.NotFound', 'InvalidGroupId.Malformed'], {
      token: 'InvalidNextToken',
    }),
    DescribeSubnets: listing('SubnetIds', [
      'subnet',
      'InvalidSubnetID.NotFound',
      'InvalidSubnetID.Malformed',
    ]),
    DescribeTags: {
      answers: [{ Filters: [{ Name: 'resource-type', Values: ['instance'] }], MaxResults: 5 }],
      refusals: { InvalidNextToken: badToken, InvalidParameterValue: { MaxResults: 1 } },
    },
    DescribeVpcAttribute: {
      answers: [({ vpcId }) => ({ VpcId: vpcId, Attribute: 'enableDnsSupport' })],
      refusals: {
        'InvalidVpcID.NotFound': { VpcId: 'vpc-0', Attribute: 'enableDnsSupport' },
        MissingParameter: { VpcId: 'vpc-0' },
      },
    },
    DescribeVpcEndpoints: listing('VpcEndpointIds', [
      'vpce',
      'InvalidVpcEndpointId.NotFound',
      'InvalidVpcEndpointId.Malformed',
    ]),
    DescribeVpcs: listing('VpcIds', ['vpc', 'InvalidVpcID.NotFound', 'InvalidVpcID.Malformed']),
    DisassociateIamInstanceProfile: {
      answers: [({ linux: [, id] }) => ({ AssociationId: id.replace('i-', 'iip-assoc-') })],
      refusals: { NoSuchAssociation: { AssociationId: 'iip-assoc-0' } },
    },
    ModifyInstanceMetadataOptions: {
      answers: [({ linux: [, id] }) => ({ InstanceId: id, HttpTokens: 'required' })],
      refusals: {
        'InvalidInstanceID.NotFound': { InstanceId: 'i-00000000000000000' },
        'InvalidInstanceID.Malformed': { InstanceId: 'instance' },
      },
    },
    RebootInstances: { answers: [ids], refusals: noInstance },
    RunInstances: {
      answers: [
        {
          ...one,
          ImageId: image,
          InstanceType: 't3.micro',
          ClientToken: 'once',
          IamInstanceProfile: { Name: 'profile' },
          Placement: { AvailabilityZone: 'eu-west-1a' },
          BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs: { VolumeType: 'gp3', VolumeSize: 8 } }],
          TagSpecifications: [{ ResourceType: 'instance', Tags: [tag] }],
        },
        ({ subnetId }) => ({
          ...one,
          ImageId: image,
          InstanceType: 't3.micro',
          SubnetId: subnetId,
          IamInstanceProfile: { Arn: 'arn:aws:iam::000000000000:instance-profile/profile' },
        }),
      ],
      refusals: {
        MissingParameter: { ImageId: image },
        InvalidParameterValue: { ImageId: image, InstanceType: 't3.micro', MinCount: 2, MaxCount: 1 },
        'InvalidSubnetID.NotFound': {
          ...one,
          ImageId: image,
          InstanceType: 't3.micro',
          SubnetId: 'subnet-0',
        },
        'InvalidGroup.NotFound': {
          ...one,
          ImageId: image,
          InstanceType: 't3.micro',
          SecurityGroupIds: ['sg-0'],
        },
        InstanceLimitExceeded: { ImageId: image, InstanceType: 't3.micro', MinCount: 5000, MaxCount: 5000 },
      },
    },
    StartInstances: { answers: [ids], refusals: noInstance },
    StopInstances: {
      answers: [({ spare }) => ({ InstanceIds: [spare], Hibernate: false })],
      refusals: noInstance,
    },
    TerminateInstances: { answers: [({ spare }) => ({ InstanceIds: [spare] })], refusals: noInstance },
  },
};
