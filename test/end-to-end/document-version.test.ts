import {
  type AssemblyStack,
  createStack,
  type DeployedStack,
  deleteStack,
  type LocalCloud,
  type SsmOptions,
  updateStack,
} from 'local-cloud';
import { newCloud } from 'local-cloud/test/cloud-bench.ts';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import config from '../../muster.config.ts';
import { plainCallFaults } from '../../simulator/faults/faults-of-calls.ts';
import { synthesizeOnboarding } from '../lib/synthesize.ts';
import { type CallFault, faultAtCall } from '../simulator/faults/faults-of-calls/fault-at-call.ts';
import { partOfStack } from './part-of-stack.ts';

/** The document for Linux and the reader of its version, as they are deployed, for an agent of some version. */
function documentStack(AgentVersion: string): AssemblyStack & { readonly versionId: string } {
  const InstallAgentLinux = { ...config.documents?.['InstallAgentLinux'], AgentVersion };
  const { Resources } = synthesizeOnboarding({
    documents: { ...config.documents, InstallAgentLinux },
  }).toJSON();
  const rootIds = Object.keys(Resources).filter((id) => id.startsWith('DocumentsInstallAgentLinuxVersion'));
  const [versionId = ''] = rootIds;
  expect(rootIds).toHaveLength(1);
  const part = { stackName: 'MusterOnboarding', capability: 'document-version' };
  return { ...partOfStack(Resources, rootIds, part), versionId };
}

const first = documentStack('1.0.0');
const second = documentStack('2.0.0');
const third = withFailure(documentStack('3.0.0'));

/** The stack with a resource that fails after the version was read: its name is reserved. */
function withFailure(stack: AssemblyStack & { readonly versionId: string }): AssemblyStack {
  const { Resources } = z.object({ Resources: z.record(z.string(), z.unknown()) }).parse(stack.template);
  const Failing = {
    ...{ Type: 'AWS::SSM::Parameter', Properties: { Name: '/aws/reserved', Type: 'String', Value: '1' } },
    DependsOn: [stack.versionId],
  };
  return { ...stack, template: { Resources: { ...Resources, Failing } } };
}

/** What functions are told to send. */
function versionIn({ resources }: DeployedStack): unknown {
  return resources.get(first.versionId)?.attribute('Version');
}

const contentSchema = z.object({ parameters: z.object({ AgentVersion: z.object({ default: z.string() }) }) });

/** The version of the agent that instances get when functions send what they are told to. */
function agentIn(cloud: LocalCloud, stack: DeployedStack): string {
  const principal = { kind: 'administrator' as const };
  const { Content = '' } = cloud.ssm.operations.GetDocument.run(
    { Name: 'Muster-InstallAgentLinux', DocumentVersion: String(versionIn(stack)) },
    { principal, requestId: 'test', nowMs: cloud.timeline.nowMs },
  );
  return contentSchema.parse(JSON.parse(Content)).parameters.AgentVersion.default;
}

/** Where a roll-back makes a version, and where it makes none: both are thinkable (decision 0001). */
const comparing = { comparedVersions: 'latest' } as const;
const accepting = { acceptsDuplicateContent: true } as const;

/** A stack that has had two contents, in its cloud. */
async function updatedStack(ssm: Partial<SsmOptions>) {
  const { cloud } = newCloud({ ssm });
  const created = await createStack(cloud, first);
  const { stack } = await updateStack(cloud, created.stack, second);
  return { cloud, stack };
}

describe('the version of a document', () => {
  it('is read at creation and after an update, and its deletion changes nothing', async () => {
    const { cloud } = newCloud();
    const created = await createStack(cloud, first);
    expect([created.status, versionIn(created.stack)]).toEqual(['CREATE_COMPLETE', '1']);
    const updated = await updateStack(cloud, created.stack, second);
    expect([updated.status, versionIn(updated.stack)]).toEqual(['UPDATE_COMPLETE', '2']);
    expect((await deleteStack(cloud, updated.stack)).status).toBe('DELETE_COMPLETE');
  });

  it('takes every permission that the function has, in a first creation, and no other', async () => {
    const { cloud } = newCloud();
    await createStack(cloud, first);
    const unused = cloud.access.unusedPermissions().filter(({ action }) => action.startsWith('ssm:'));
    expect(unused.filter(({ resource }) => !resource.endsWith('InstallAgentWindows'))).toEqual([]);
    expect(unused.length, 'the other document is not in this part of the stack').toBe(2);
    expect(cloud.observations.deniedCalls).toBe(0);
  });

  it.each([
    ['that makes one more version', comparing, '4'],
    ['that makes none', accepting, '2'],
  ])('is the one with the content that stands again after a roll-back %s', async (_name, ssm, version) => {
    const { cloud, stack } = await updatedStack(ssm);
    const rolledBack = await updateStack(cloud, stack, third);
    expect([rolledBack.status, rolledBack.failure?.code]).toEqual([
      'UPDATE_ROLLBACK_COMPLETE',
      'ValidationException',
    ]);
    expect([versionIn(rolledBack.stack), agentIn(cloud, rolledBack.stack)]).toEqual([version, '2.0.0']);
  });

  it.each([
    ['that makes one more version', comparing, '3'],
    ['that makes none', accepting, '1'],
  ])(
    'is the one with the deployed content after an update to an earlier one %s',
    async (_name, ssm, version) => {
      const { cloud, stack } = await updatedStack(ssm);
      const back = await updateStack(cloud, stack, first);
      expect([back.status, versionIn(back.stack), agentIn(cloud, back.stack)]).toEqual([
        ...['UPDATE_COMPLETE', version, '1.0.0'],
      ]);
    },
  );

  it('is not read where the roll-back of the document fails, as with the handler of CloudFormation', async () => {
    const { cloud, stack } = await updatedStack({});
    const { status, stack: left } = await updateStack(cloud, stack, third);
    expect([status, agentIn(cloud, left)]).toEqual(['UPDATE_ROLLBACK_FAILED', '3.0.0']);
  });
});

/** A stack that is created, updated, and rolled back without a new version, with a fault. Gives its function's calls. */
async function live(fault?: CallFault): Promise<readonly string[]> {
  const { cloud } = newCloud({ ssm: accepting });
  const calls = faultAtCall(cloud, fault);
  const place = `${fault?.kind} at call ${fault?.number}`;
  const created = await createStack(cloud, first);
  expect([created.status, versionIn(created.stack)], place).toEqual(['CREATE_COMPLETE', '1']);
  const updated = await updateStack(cloud, created.stack, second);
  expect([updated.status, versionIn(updated.stack)], place).toEqual(['UPDATE_COMPLETE', '2']);
  const rolledBack = await updateStack(cloud, updated.stack, third);
  expect(rolledBack.failure?.code, place).toBe('ValidationException');
  expect([rolledBack.status, versionIn(rolledBack.stack)], place).toEqual(['UPDATE_ROLLBACK_COMPLETE', '2']);
  return calls;
}

describe('one fault, at every call in the life of a stack', () => {
  const latest = ['ssm:ListDocumentVersions', 'ssm:GetDocument', 's3:PutObject'];

  it('has these calls to strike', async () => {
    const beforeLatest = ['ssm:ListDocumentVersions', 'ssm:GetDocument', 'ssm:GetDocument', 's3:PutObject'];
    expect(await live()).toEqual([...latest, ...latest, ...latest, ...beforeLatest]);
  });

  it.each(plainCallFaults)('%s changes nothing in the version that is answered', async (kind) => {
    for (let number = 1; number <= 13; number++) await live({ kind, number });
  });
});

it('a fault that lasts fails the creation, with the document and the error', async () => {
  const { cloud } = newCloud();
  faultAtCall(cloud, { kind: 'call-throttled', number: 2, count: 3 });
  const { status, failure } = await createStack(cloud, first);
  expect(status).toBe('ROLLBACK_COMPLETE');
  expect(failure?.message).toContain(
    'The version of the document Muster-InstallAgentLinux: ThrottlingException',
  );
});
