import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Instance, startServer } from 'local-cloud';
import { accountId, region } from 'local-cloud/test/cloud-bench.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installedClis, runCli } from '../bin/commands/local/serve-locally/installed-clis.ts';
import { type RunbookBench, runbookBench } from '../lib/capabilities/remediation/runbook-bench.ts';

const home = mkdtempSync(join(tmpdir(), 'muster-over-many-'));
const cli = installedClis().find(({ program }) => program === 'aws');
if (cli === undefined)
  process.stderr.write(
    'skipped: the AWS CLI is not installed (test/end-to-end/over-many-instances.test.ts)\n',
  );

let bench: RunbookBench;
let server: Server;
let url = '';

beforeAll(async () => {
  bench = await runbookBench();
  const started = await startServer(bench.cloud, 0);
  server = started.server;
  url = `http://127.0.0.1:${started.port}`;
});

afterAll(() => {
  server.close();
  server.closeAllConnections();
  rmSync(home, { recursive: true });
});

async function aws(...words: readonly string[]) {
  return JSON.parse(await runCli({ program: 'aws' }, { url, region, home }, words));
}

/** Instances with the tag that accept IMDSv1. */
function launch(count: number, value: string): Promise<readonly Instance[]> {
  const metadata = { httpTokens: 'optional', httpEndpoint: 'enabled' } as const;
  return Promise.all(
    Array.from({ length: count }, () => bench.launch({ metadata, tags: { Environment: value } })),
  );
}

/** The command of the guide, over the instances with this value of the tag. */
function commandOfGuide(value: string): string[] {
  const guide = readFileSync('docs/estate/remediation.md', 'utf8').split('### Over many instances')[1] ?? '';
  const [, command = ''] = /```sh\naws (ssm start-automation-execution .*?)\n```/s.exec(guide) ?? [];
  return command.replaceAll('\\\n', ' ').replace('Values=test', `Values=${value}`).split(/\s+/);
}

const execution = async (id: string) =>
  (await aws('ssm', 'get-automation-execution', '--automation-execution-id', id)).AutomationExecution;

describe.skipIf(cli === undefined)('the runbook RequireImdsv2 over a tag, as the guide writes it', () => {
  it('mends two instances at a time, and nothing without the tag', async () => {
    const [tagged, [other]] = [await launch(5, 'first'), await launch(1, 'prod')];
    const { AutomationExecutionId: id } = await aws(...commandOfGuide('first'));
    await bench.cloud.pass(600);
    expect(await execution(id)).toMatchObject({
      ...{ AutomationExecutionStatus: 'Success', MaxConcurrency: '2', MaxErrors: '0' },
      ResolvedTargets: { ParameterValues: tagged.map((instance) => instance.id) },
    });
    expect(tagged.map(({ httpTokens }) => httpTokens)).toEqual(tagged.map(() => 'required'));
    expect(other?.httpTokens).toBe('optional');
    const children = ['--filters', `Key=ParentExecutionId,Values=${id}`];
    const { AutomationExecutionMetadataList: list } = await aws(
      ...['ssm', 'describe-automation-executions', ...children],
    );
    expect(list).toHaveLength(5);
  });

  it('goes no further after the first error', async () => {
    const tagged = await launch(5, 'second');
    bench.refuse('ec2', 'ModifyInstanceMetadataOptions', 'UnauthorizedOperation', 3);
    const { AutomationExecutionId: id } = await aws(...commandOfGuide('second'));
    await bench.cloud.pass(600);
    const { AutomationExecutionStatus: status, StepExecutions: steps } = await execution(id);
    expect(status).toBe('Failed');
    expect(steps.map(({ StepStatus }: { StepStatus: string }) => StepStatus)).toEqual([
      ...['Failed', 'Pending', 'Pending', 'Pending', 'Pending'],
    ]);
    expect(tagged.map(({ httpTokens }) => httpTokens)).toEqual(tagged.map(() => 'optional'));
  });
});

describe('whoever starts it', () => {
  it('needs what a single start needs, and no more', async () => {
    const [instance] = await launch(1, 'third');
    const { cloud } = bench;
    const roleArn = `arn:aws:iam::${accountId}:role/operator`;
    const document = `arn:aws:ssm:${region}:${accountId}:document/Muster-RequireImdsv2`;
    const anyExecution = `arn:aws:ssm:${region}:${accountId}:automation-execution/*`;
    const role = cloud.iam.directory.roles.find(({ roleName }) => roleName.includes('RequireImdsv2'));
    cloud.access.attachToRole(roleArn, 'start', {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: 'ssm:StartAutomationExecution', Resource: [document, anyExecution] },
        { Effect: 'Allow', Action: 'iam:PassRole', Resource: role?.arn ?? '' },
      ],
    });
    const input = {
      ...{ DocumentName: 'Muster-RequireImdsv2', TargetParameterName: 'InstanceId' },
      Targets: [{ Key: 'tag:Environment', Values: ['third'] }],
    };
    const asked = { service: 'ssm', name: 'StartAutomationExecution', input };
    expect(cloud.gateway.call(asked, { kind: 'role', roleArn })).toHaveProperty('output');
    await cloud.pass(600);
    expect(instance?.httpTokens).toBe('required');
  });
});
