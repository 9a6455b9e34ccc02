import { spec } from '../../../services/ec2/pretend-world.ts';
import type { OperationRequests } from './requests.ts';
import type { World } from './world.ts';

const none = '00000000-0000-4000-8000-000000000000';
const IamRole = 'machines';

/** A role that Systems Manager may assume, made once. */
function role({ cloud }: World): string {
  const Principal = { Service: 'ssm.amazonaws.com' };
  const trust = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }],
  };
  if (cloud.iam.directory.findRole(IamRole) === undefined)
    cloud.iam.directory.declareRole({ roleName: IamRole, trust });
  return IamRole;
}

/** An activation of the role, and what registers by it. */
function activated(world: World): { activationId: string; activationCode: string } {
  const { CreateActivation } = world.cloud.ssm.operations;
  const { ActivationId = '', ActivationCode = '' } = CreateActivation.run(
    { IamRole: role(world), Tags: [{ Key: 'site', Value: 'berlin' }] },
    world.cloud.administrator(),
  );
  return { activationId: ActivationId, activationCode: ActivationCode };
}

/** A machine outside EC2 that is registered, with a tag. */
export function registered(world: World): string {
  const { cloud } = world;
  const machine = { spec: spec(), computerName: 'berlin-1', ipAddress: '192.0.2.1' };
  return cloud.ssm.machines.register(machine, { ...activated(world), region: cloud.region }).id;
}

/** The requests to Systems Manager about activations and the machines outside EC2 that they register. */
export const requestsOfNodes: Readonly<Record<string, OperationRequests>> = {
  CreateActivation: {
    answers: [
      (world) => ({
        ...{ IamRole: role(world), Description: 'all', DefaultInstanceName: 'berlin', RegistrationLimit: 3 },
        ...{ Tags: [{ Key: 'site', Value: 'berlin' }] },
        ExpirationDate: world.cloud.timeline.nowMs / 1000 + 86_400,
      }),
    ],
    refusals: { ValidationException: { IamRole: 'none' } },
    never: { InvalidParameters: 'AWS answers ValidationException to a role that it cannot assume' },
  },
  DeleteActivation: {
    answers: [(world) => ({ ActivationId: activated(world).activationId })],
    refusals: { InvalidActivationId: { ActivationId: none } },
    never: { InvalidActivation: 'only a machine that registers gets it' },
  },
  DeregisterManagedInstance: {
    answers: [(world) => ({ InstanceId: registered(world) })],
    refusals: { InvalidInstanceId: { InstanceId: 'mi-00000000000000000' } },
  },
  DescribeActivations: {
    answers: [
      { MaxResults: 1 },
      { Filters: [{ FilterKey: 'IamRole', FilterValues: ['none'] }] },
      { Filters: [{ FilterKey: 'DefaultInstanceName', FilterValues: ['none'] }] },
    ],
    refusals: { InvalidNextToken: { NextToken: 'x' } },
    never: { InvalidFilter: 'another key violates the model first' },
  },
};
