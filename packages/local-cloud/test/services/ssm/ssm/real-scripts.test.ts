import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LocalCloud } from '../../../../src/account/account.ts';
import type { RunScript } from '../../../../src/agent/run-events.ts';
import type { Service } from '../../../../src/core/service.ts';
import { accountId } from '../../../accounts.ts';
import { list, record, spec } from '../../ec2/pretend-world.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'real-scripts-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

/** Runs a text by the shell of this machine, in the folder of the test. */
const byShell: RunScript = (text, { environment, workingDirectory }) => {
  if (workingDirectory !== undefined)
    return Promise.resolve({ cannotStart: `${workingDirectory} is not in the folder of the test` });
  return new Promise((resolve, reject) => {
    const child = spawn('sh', ['-c', text], {
      cwd: folder,
      env: { PATH: process.env['PATH'], ...environment },
    });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (data) => (stdout += data));
    child.stderr.on('data', (data) => (stderr += data));
    child
      .on('error', reject)
      .on('close', (exitCode) => resolve({ exitCode: exitCode ?? -1, stdout, stderr }));
  });
};

async function runSteps(mainSteps: object[], runScript: RunScript = byShell) {
  const cloud = new LocalCloud({
    ...{ partition: 'aws', region: 'eu-west-1', accountId, seed: 1, startMs: 0 },
    ssm: { runScript },
  });
  const parameters = { word: { type: 'StringList', default: ['a'] } };
  cloud.ssm.declareDocument({ Name: 'Steps', Content: { schemaVersion: '2.2', parameters, mainSteps } });
  const [instance] = cloud.ec2.fleet.launch([spec()]);
  await cloud.loop.run({ untilMs: 600_000 });
  const service: Service = cloud.ssm;
  const call = (name: string, input: object): object => {
    const output = service.operations[name]?.run(input, cloud.administrator());
    if (typeof output !== 'object' || output === null) throw new Error(`${name} gave ${output}`);
    return output;
  };
  const sent = call('SendCommand', { DocumentName: 'Steps', InstanceIds: [instance?.id] });
  await cloud.loop.run({ untilMs: 4_000_000 });
  const CommandId = record({ ...sent }, 'Command')['CommandId'];
  const read = () =>
    list({ ...call('ListCommandInvocations', { CommandId, Details: true }) }, 'CommandInvocations')[0];
  return { invocation: read() ?? {}, again: read(), plugins: list(read() ?? {}, 'CommandPlugins') };
}

const shell = (name: string, ...runCommand: string[]) => ({
  name,
  action: 'aws:runShellScript',
  inputs: { runCommand, onFailure: 'exit' },
});

describe('scripts that really run', () => {
  it('decide how the invocation ends, with their output', async () => {
    const { invocation, again, plugins } = await runSteps([
      shell('write', 'echo {{ word }} > file', 'echo "$AWS_SSM_REGION_NAME"'),
      shell('read', 'cat file', 'echo oh >&2', 'exit 23'),
      shell('never', 'touch never'),
    ]);
    expect(invocation).toMatchObject({ StatusDetails: 'Failed' });
    expect(plugins).toMatchObject([
      { Name: 'write', ResponseCode: 0, Output: 'eu-west-1\n' },
      {
        Name: 'read',
        ResponseCode: 23,
        Output: '[a]\n\n----------ERROR-------\noh\nfailed to run commands: exit status 23',
      },
      { Name: 'never', Status: 'Success', ResponseCode: 0 },
    ]);
    expect(again).toEqual(invocation);
  });

  it('run once more after the reboot that they ask for', async () => {
    const { plugins } = await runSteps([
      shell('twice', 'test -e done || { touch done; echo one; exit 194; }', 'echo two'),
    ]);
    expect(plugins).toMatchObject([{ Status: 'Success', ResponseCode: 0, Output: 'one\ntwo\n' }]);
  });

  it('fail with 1 where they cannot be started', async () => {
    const inputs = { runCommand: ['true'], workingDirectory: '/nowhere' };
    const { plugins } = await runSteps([{ name: 'a', action: 'aws:runShellScript', inputs }]);
    expect(plugins[0]).toMatchObject({ Status: 'Failed', ResponseCode: 1 });
    expect(plugins[0]?.['Output']).toContain('failed to run commands: /nowhere is not in the folder');
  });

  it('end the run of the cloud when whoever runs them fails', async () => {
    await expect(runSteps([shell('a', 'true')], () => Promise.reject(new Error('no shell')))).rejects.toThrow(
      'no shell',
    );
  });
});
