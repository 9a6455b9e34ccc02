import { IAMClient, SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam';
import { describe, expect, it } from 'vitest';
import { sdkSettings } from '../../../../src/account/sdk-settings.ts';
import { accountId, newCloud } from '../../../cloud-bench.ts';

const policy = (...Statement: readonly object[]) => ({ Version: '2012-10-17', Statement });
const allow = (Action: string) => ({ Effect: 'Allow', Action, Resource: '*' });

/** An account whose role `node` may use Systems Manager, and is bounded by a policy of this statement, if there is one. */
function bench(boundary?: object) {
  const { cloud } = newCloud();
  const { directory } = cloud.iam;
  const boundaryArn = `arn:aws:iam::${accountId}:policy/boundary`;
  directory.declarePolicy(boundaryArn, policy(boundary ?? allow('*')));
  directory.declareRole({
    roleName: 'node',
    path: '/fleet/',
    attachedPolicyArns: [directory.awsPolicyArn('AmazonSSMManagedInstanceCore')],
    inlinePolicies: { own: policy({ Effect: 'Deny', Action: 'ssm:GetDocument', Resource: '*' }) },
    ...(boundary === undefined ? {} : { boundaryArn }),
  });
  const iam = new IAMClient(sdkSettings(cloud));
  const PolicySourceArn = `arn:aws:iam::${accountId}:role/fleet/node`;
  return async (more: object, ...ActionNames: string[]) => {
    const command = new SimulatePrincipalPolicyCommand({ PolicySourceArn, ActionNames, ...more });
    const { EvaluationResults: results = [], IsTruncated: isTruncated } = await iam.send(command);
    const told = results.map(({ EvalActionName, EvalResourceName, EvalDecision }) =>
      [EvalActionName, EvalResourceName, EvalDecision].join(' '),
    );
    return isTruncated === true ? [...told, '...'] : told;
  };
}

describe('SimulatePrincipalPolicy', () => {
  it('says for each action and resource what the policies of a role allow, deny, and do not name', async () => {
    const simulate = bench();
    expect(await simulate({}, 'ssm:UpdateInstanceInformation', 'ssm:GetDocument', 's3:GetObject')).toEqual([
      'ssm:UpdateInstanceInformation * allowed',
      'ssm:GetDocument * explicitDeny',
      's3:GetObject * implicitDeny',
    ]);
  });

  it('lets the boundary of the role forbid', async () => {
    expect(await bench(allow('s3:*'))({}, 'ssm:UpdateInstanceInformation')).toEqual([
      'ssm:UpdateInstanceInformation * implicitDeny',
    ]);
  });

  it('has pages', async () => {
    expect(await bench()({ MaxItems: 1 }, 's3:GetObject', 's3:PutObject')).toEqual([
      's3:GetObject * implicitDeny',
      '...',
    ]);
  });

  it('throws for what it does not read', async () => {
    await expect(bench()({ CallerArn: 'arn:aws:iam::0:user/x' }, 's3:GetObject')).rejects.toThrow(
      /CallerArn of SimulatePrincipalPolicy/,
    );
  });
});
