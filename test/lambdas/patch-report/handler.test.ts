import { DescribeInstancesCommand, EC2Client } from '@aws-sdk/client-ec2';
import {
  DescribeInstanceInformationCommand,
  DescribeInstancePatchStatesCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { environmentVariables } from '../../../lambdas/contract.ts';
import { handler } from '../../../lambdas/patch-report/handler.ts';
import { idOf } from '../builders.ts';
import { type AnswerServer, startAnswerServer } from '../custom-resource.ts';
import { aContext, captured } from '../invoke.ts';

const mocks = { ec2: mockClient(EC2Client), ssm: mockClient(SSMClient) };
let server: AnswerServer;
beforeAll(async () => {
  server = await startAnswerServer();
  vi.stubEnv('AWS_REGION', 'eu-west-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKID');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
  vi.stubEnv(environmentVariables.reportBucketDomain, new URL(server.url).host);
  vi.stubEnv(environmentVariables.outdatedAfterDays, '14');
});
afterAll(() => {
  for (const mock of Object.values(mocks)) mock.restore();
  vi.unstubAllEnvs();
  return server.close();
});

it('writes instances and groups as CSV and JSON, of what AWS says of all that are managed', async () => {
  const OperationEndTime = new Date();
  const Tags = [{ Key: 'PatchGroup', Value: 'web' }];
  mocks.ec2.on(DescribeInstancesCommand).resolves({
    Reservations: [{ Instances: [{ InstanceId: idOf(1), State: { Name: 'running' }, Tags }] }],
  });
  mocks.ssm.on(DescribeInstanceInformationCommand).resolves({
    InstanceInformationList: [{ InstanceId: idOf(1), PingStatus: 'Online', PlatformType: 'Linux' }],
  });
  mocks.ssm.on(DescribeInstancePatchStatesCommand).resolves({
    InstancePatchStates: [
      {
        InstanceId: idOf(1),
        PatchGroup: 'web',
        BaselineId: 'pb-1',
        Operation: 'Install',
        OperationStartTime: OperationEndTime,
        OperationEndTime,
        MissingCount: 1,
      },
    ],
  });
  const { lines } = await captured(() => handler({}, aContext()));
  expect(server.taken.map(({ path }) => path?.replace(/date%3D\d{4}-\d\d-\d\d/, 'DAY'))).toEqual([
    '/patch-compliance/instances/csv/DAY/instances.csv',
    '/patch-compliance/instances/json/DAY/instances.json',
    '/patch-compliance/groups/csv/DAY/groups.csv',
    '/patch-compliance/groups/json/DAY/groups.json',
  ]);
  const [, instances, , groups] = server.taken.map(({ body }): unknown => {
    return body.startsWith('{') ? JSON.parse(body) : body;
  });
  expect(instances).toMatchObject({
    instanceId: idOf(1),
    patchGroup: 'web',
    standing: 'NonCompliant',
    missing: 1,
  });
  expect(groups).toMatchObject({ patchGroup: 'web', instances: 1, NonCompliant: 1, compliantPercent: 0 });
  expect(lines).toContainEqual(expect.objectContaining({ message: 'reported', instances: 1 }));
});

it('fails when the bucket does not take a file, so that Lambda calls it again', async () => {
  server.answerWith(403);
  await expect(captured(() => handler({}, aContext()))).rejects.toThrow('S3 did not take patch-compliance/');
});
