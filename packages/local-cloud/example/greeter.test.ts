import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ListCommandInvocationsCommand, SSMClient } from '@aws-sdk/client-ssm';
import { App } from 'aws-cdk-lib';
import { type DeployedAssembly, deployAssembly, instanceLike, sdkSettings } from 'local-cloud';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { GreeterStack } from './greeter-stack.ts';

// What `cdk synth` does; a project of its own reads the `cdk.out` that is there.
const outdir = mkdtempSync(join(tmpdir(), 'greeter-out-'));
beforeAll(() => {
  const app = new App({ outdir });
  new GreeterStack(app, 'Greeter');
  app.synth();
});
afterAll(() => rmSync(outdir, { recursive: true }));

let account: DeployedAssembly;
beforeEach(async () => {
  account = await deployAssembly(outdir);
});

/** The instances that were greeted, with the outcome of each. */
async function greeted(): Promise<readonly (readonly [string | undefined, string | undefined])[]> {
  const ssm = new SSMClient(sdkSettings(account.cloud));
  const { CommandInvocations = [] } = await ssm.send(new ListCommandInvocationsCommand({}));
  return CommandInvocations.map(({ InstanceId, Status }) => [InstanceId, Status]);
}

it('greets every instance that starts', async () => {
  const { cloud } = account;
  const instances = cloud.ec2.launch([instanceLike('amazonLinux2023'), instanceLike('ubuntu2404')]);
  await cloud.pass(300);
  expect(new Map(await greeted())).toEqual(new Map(instances.map(({ id }) => [id, 'Success'])));
});

it('greets an instance later whose first three calls are throttled', async () => {
  const { cloud } = account;
  let throttled = 0;
  cloud.faults = {
    interfere: ({ request, serve }, answer) => {
      const isSend = request.headers['x-amz-target'] === 'AmazonSSM.SendCommand';
      if (!isSend || ++throttled > 3) return answer(serve(request));
      answer({
        status: 400,
        headers: {},
        body: '{"__type":"ThrottlingException","message":"Rate exceeded"}',
      });
    },
  };
  cloud.ec2.launch([instanceLike('amazonLinux2023')]);
  await cloud.pass(900);
  expect(throttled).toBeGreaterThan(3);
  expect(await greeted()).toEqual([[expect.stringMatching(/^i-/), 'Success']]);
});

it('tells of a script that fails', async () => {
  const { cloud } = account;
  const failing = { exitCodes: [3] } as const;
  const [instance] = cloud.ec2.launch([
    instanceLike('debian12', { script: { ...instanceLike('debian12').script, ...failing } }),
  ]);
  await cloud.pass(300);
  expect(cloud.sns.published.map(({ message }) => JSON.parse(message).detail)).toMatchObject([
    { status: 'Failed', 'document-name': 'Greet' },
  ]);
  expect(await greeted()).toEqual([[instance?.id, 'Failed']]);
});

it('gives up an instance that never registers, and keeps its message', async () => {
  const { cloud, stacks } = account;
  cloud.ec2.launch([instanceLike('debian12', { registration: { kind: 'never', cause: 'no-network' } })]);
  await cloud.pass(3600);
  const url = [...(stacks.get('Greeter')?.resources.values() ?? [])].find(
    ({ type, ref }) => type === 'AWS::SQS::Queue' && ref.includes('Lost'),
  );
  const arn = String(url?.attribute('Arn'));
  expect(cloud.sqs.metrics(arn).ApproximateNumberOfMessagesVisible).toBe(1);
  expect(await greeted()).toEqual([]);
});
