import { DescribeInstanceStatusCommand, DescribeInstancesCommand, EC2Client } from '@aws-sdk/client-ec2';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  DescribeInstanceInformationCommand,
  DescribeInstancePatchStatesCommand,
  GetPatchBaselineCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { handler } from '../../../lambdas/patch-report/patch-report-handler.ts';
import { variableOf } from '../../../lambdas/shared/runtime/setting-forms.ts';
import { idOf } from '../builders.ts';
import { aContext, captured } from '../invoke.ts';

const outside = 'mi-0123456789abcdef0';
const mocks = { ec2: mockClient(EC2Client), ssm: mockClient(SSMClient), s3: mockClient(S3Client) };
beforeAll(() => {
  vi.stubEnv('AWS_REGION', 'eu-west-1');
  vi.stubEnv(variableOf('reportBucket'), 'reports');
  vi.stubEnv(variableOf('outdatedAfterDays'), '14');
});
afterAll(() => {
  for (const mock of Object.values(mocks)) mock.restore();
  vi.unstubAllEnvs();
});

it('writes instances and groups as CSV and JSON, from what AWS says about all managed instances', async () => {
  const OperationEndTime = new Date();
  const Tags = [{ Key: 'PatchGroup', Value: 'web' }];
  mocks.s3.on(PutObjectCommand).resolves({});
  mocks.ec2.on(DescribeInstanceStatusCommand).resolves({
    InstanceStatuses: [{ InstanceId: idOf(1), InstanceState: { Name: 'running' } }],
  });
  mocks.ec2.on(DescribeInstancesCommand).resolves({
    Reservations: [{ Instances: [{ InstanceId: idOf(1), State: { Name: 'running' }, Tags }] }],
  });
  mocks.ssm.on(DescribeInstanceInformationCommand).resolves({
    InstanceInformationList: [
      { InstanceId: idOf(1), PingStatus: 'Online', PlatformType: 'Linux' },
      { InstanceId: outside, PingStatus: 'Online', PlatformType: 'Windows', ComputerName: 'press-hall' },
    ],
  });
  mocks.ssm
    .on(GetPatchBaselineCommand, { BaselineId: 'pb-2' })
    .resolves({ AvailableSecurityUpdatesComplianceStatus: 'NON_COMPLIANT' });
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
      {
        InstanceId: outside,
        PatchGroup: '',
        BaselineId: 'pb-2',
        Operation: 'Scan',
        OperationStartTime: OperationEndTime,
        OperationEndTime,
        AvailableSecurityUpdateCount: 2,
      },
    ],
  });
  const { lines } = await captured(() => handler({}, aContext()));
  const written = mocks.s3.commandCalls(PutObjectCommand).map(({ args: [{ input }] }) => input);
  expect(written.map(({ Key }) => Key?.replace(/date=\d{4}-\d\d-\d\d/, 'DAY'))).toEqual([
    'patch-compliance/instances/csv/DAY/instances.csv',
    'patch-compliance/instances/json/DAY/instances.json',
    'patch-compliance/groups/csv/DAY/groups.csv',
    'patch-compliance/groups/json/DAY/groups.json',
  ]);
  const [, instances, , groups] = written.map(({ Body }): unknown => {
    const text = String(Body);
    return text.startsWith('{')
      ? text
          .trim()
          .split('\n')
          .map((line): unknown => JSON.parse(line))
      : text;
  });
  expect(instances).toMatchObject([
    { instanceId: idOf(1), patchGroup: 'web', standing: 'NonCompliant', missing: 1 },
    { instanceId: outside, name: 'press-hall', standing: 'NonCompliant', availableSecurity: 2 },
  ]);
  expect(groups).toMatchObject([
    { patchGroup: '', instances: 1, NonCompliant: 1 },
    { patchGroup: 'web', instances: 1, NonCompliant: 1, compliantPercent: 0 },
  ]);
  expect(lines).toContainEqual(expect.objectContaining({ message: 'reported', instances: 2 }));
});

it('fails when the bucket does not take a file, so that Lambda calls it again', async () => {
  mocks.s3.on(PutObjectCommand).rejects(new Error('AccessDenied'));
  await expect(captured(() => handler({}, aContext()))).rejects.toThrow('AccessDenied');
});
