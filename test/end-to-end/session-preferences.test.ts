import { type AssemblyStack, createStack, deleteStack, type LocalCloud, updateStack } from 'local-cloud';
import { newCloud } from 'local-cloud/test/cloud-bench.ts';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { MusterConfig } from '../../lib/configuration/config.ts';
import { plainCallFaults } from '../../simulator/faults/faults-of-calls.ts';
import { synthesizeStack } from '../lib/synthesize.ts';
import { type CallFault, faultAtCall } from '../simulator/faults/faults-of-calls/fault-at-call.ts';
import { partOfStack } from './part-of-stack.ts';

/** The preferences of sessions in the local cloud: the synthesized resources and the bundle that is deployed. */

const Name = 'SSM-SessionManagerRunShell';
const options = { declaredOnly: ['AWS::S3::Bucket'] };
const logged = { encrypt: true, logGroup: {}, logBucket: {} };
const first = preferencesStack({ ...logged, idleMinutes: 20 });
const second = preferencesStack({ ...logged, idleMinutes: 5 });
/** Fails after the preferences were written: the name is reserved. */
const failing = {
  ...{ Type: 'AWS::SSM::Parameter', Properties: { Name: '/aws/reserved', Type: 'String', Value: '1' } },
  DependsOn: [first.preferencesId],
};

/** What somebody has chosen in the console. */
const theirs = JSON.stringify({
  ...{ schemaVersion: '1.0', description: 'Theirs', sessionType: 'Standard_Stream' },
  inputs: { idleSessionTimeout: '60' },
});

/** The custom resource of the stack, and all that it refers to. */
function preferencesStack(
  sessions: NonNullable<MusterConfig['sessions']>,
): AssemblyStack & { readonly preferencesId: string } {
  const { Resources } = synthesizeStack('MusterSessions', { sessions }).toJSON();
  const preferencesId = Object.keys(Resources).find((id) => Resources[id].Type.startsWith('Custom::')) ?? '';
  const part = { stackName: 'MusterSessions', capability: 'session-preferences' };
  return { ...partOfStack(Resources, [preferencesId], part), preferencesId };
}

/** A stack with a resource that fails after the preferences. */
function withFailure(stack: AssemblyStack): AssemblyStack {
  const { Resources } = z.object({ Resources: z.record(z.string(), z.unknown()) }).parse(stack.template);
  return { ...stack, template: { Resources: { ...Resources, Failing: failing } } };
}

/** An account whose preferences somebody has chosen in the console, or where nobody has. */
function anAccount(content?: string): LocalCloud {
  const { cloud } = newCloud();
  if (content !== undefined)
    cloud.ssm.declareDocument({ Name, DocumentType: 'Session', DocumentFormat: 'JSON', Content: content });
  return cloud;
}

const contentSchema = z.object({ inputs: z.record(z.string(), z.unknown()) });

const byAdministrator = (cloud: LocalCloud) => ({
  principal: { kind: 'administrator' as const },
  ...{ requestId: 'test', nowMs: cloud.timeline.nowMs },
});

/** What sessions follow, and what the console shows; undefined without a document. */
function preferencesOf(cloud: LocalCloud) {
  const { GetDocument, ListDocuments } = cloud.ssm.operations;
  const filter = { Filters: [{ Key: 'Owner', Values: ['Self'] }] };
  const { DocumentIdentifiers = [] } = ListDocuments.run(filter, byAdministrator(cloud));
  if (DocumentIdentifiers.length === 0) return undefined;
  const read = (DocumentVersion: string) => {
    const { Content = '' } = GetDocument.run({ Name, DocumentVersion }, byAdministrator(cloud));
    return contentSchema.parse(JSON.parse(Content)).inputs;
  };
  expect(read('$DEFAULT'), 'the console shows what sessions follow').toEqual(read('$LATEST'));
  return read('$LATEST');
}

/** Somebody saves these preferences in the console. */
function saveInConsole(cloud: LocalCloud, Content: string): void {
  const { UpdateDocument, UpdateDocumentDefaultVersion } = cloud.ssm.operations;
  const content = { Name, Content, DocumentFormat: 'JSON' as const, DocumentVersion: '$LATEST' };
  const { DocumentDescription } = UpdateDocument.run(content, byAdministrator(cloud));
  const DocumentVersion = DocumentDescription?.DocumentVersion;
  UpdateDocumentDefaultVersion.run({ Name, DocumentVersion }, byAdministrator(cloud));
}

describe('the preferences of an account that has none', () => {
  it('are created, changed and deleted with the stack, with every right of the role and no other', async () => {
    const cloud = anAccount();
    const created = await createStack(cloud, first, options);
    expect(created.status).toBe('CREATE_COMPLETE');
    expect(preferencesOf(cloud)).toEqual({
      s3BucketName: expect.stringMatching(/^mustersessions-logsbucket/),
      s3KeyPrefix: 'sessions',
      s3EncryptionEnabled: true,
      cloudWatchLogGroupName: expect.stringMatching(/^MusterSessions-LogsGroup/),
      cloudWatchEncryptionEnabled: true,
      cloudWatchStreamingEnabled: true,
      kmsKeyId: expect.stringMatching(/^arn:aws:kms:/),
      runAsEnabled: false,
      runAsDefaultUser: '',
      idleSessionTimeout: '20',
      shellProfile: { windows: '', linux: '' },
    });
    const updated = await updateStack(cloud, created.stack, second);
    expect(updated.status).toBe('UPDATE_COMPLETE');
    expect(preferencesOf(cloud)).toMatchObject({ idleSessionTimeout: '5' });
    expect((await deleteStack(cloud, updated.stack)).status).toBe('DELETE_COMPLETE');
    expect(preferencesOf(cloud)).toBeUndefined();
    expect(cloud.access.unusedPermissions()).toEqual([]);
  });

  it('are none again when the creation is rolled back', async () => {
    const cloud = anAccount();
    const { status, failure } = await createStack(cloud, withFailure(first), options);
    expect([status, failure?.code]).toEqual(['ROLLBACK_COMPLETE', 'ValidationException']);
    expect(preferencesOf(cloud)).toBeUndefined();
  });
});

describe('the preferences that somebody has chosen in the console', () => {
  it('come back when the stack is deleted', async () => {
    const cloud = anAccount(theirs);
    const created = await createStack(cloud, first, options);
    const updated = await updateStack(cloud, created.stack, second);
    await deleteStack(cloud, updated.stack);
    expect(preferencesOf(cloud)).toEqual({ idleSessionTimeout: '60' });
  });

  it('come back when the creation is rolled back', async () => {
    const cloud = anAccount(theirs);
    await createStack(cloud, withFailure(first), options);
    expect(preferencesOf(cloud)).toEqual({ idleSessionTimeout: '60' });
  });

  it('are left alone when they were chosen after the stack wrote its own', async () => {
    const cloud = anAccount();
    const { stack } = await createStack(cloud, first, options);
    saveInConsole(cloud, theirs);
    await deleteStack(cloud, stack);
    expect(preferencesOf(cloud)).toEqual({ idleSessionTimeout: '60' });
  });
});

describe('the preferences of an account with choices of its own', () => {
  const strong = {
    ...{ s3BucketName: 'audit', s3KeyPrefix: 'ssm', s3EncryptionEnabled: true },
    ...{
      cloudWatchLogGroupName: '/audit',
      cloudWatchEncryptionEnabled: true,
      cloudWatchStreamingEnabled: true,
    },
    kmsKeyId: 'arn:aws:kms:eu-west-1:111111111111:key/audit',
    ...{ runAsEnabled: true, runAsDefaultUser: 'operator', idleSessionTimeout: '10' },
    ...{ maxSessionDuration: '60', shellProfile: { linux: 'exec bash', windows: '' } },
  };
  const content = JSON.stringify({ ...JSON.parse(theirs), inputs: strong });

  it('stay where the configuration names nothing, and no version is made', async () => {
    const cloud = anAccount(content);
    const { stack, status } = await createStack(cloud, preferencesStack({}), options);
    expect(status).toBe('CREATE_COMPLETE');
    expect(preferencesOf(cloud)).toEqual(strong);
    const { DocumentVersions } = cloud.ssm.operations.ListDocumentVersions.run(
      { Name },
      byAdministrator(cloud),
    );
    expect(DocumentVersions).toHaveLength(1);
    await deleteStack(cloud, stack);
    expect(preferencesOf(cloud)).toEqual(strong);
  });

  it('are theirs again in what the configuration names no longer', async () => {
    const cloud = anAccount(content);
    const created = await createStack(cloud, preferencesStack({ logBucket: {}, maxMinutes: null }), options);
    expect(preferencesOf(cloud)).toEqual({
      ...strong,
      ...{ s3BucketName: expect.stringMatching(/^mustersessions-/), s3KeyPrefix: 'sessions' },
      maxSessionDuration: '',
    });
    const updated = await updateStack(cloud, created.stack, preferencesStack({ idleMinutes: 5 }));
    expect(updated.status).toBe('UPDATE_COMPLETE');
    expect(preferencesOf(cloud)).toEqual({ ...strong, idleSessionTimeout: '5' });
  });

  it('lose no encryption unless they are told so: the deployment fails, and says what to set', async () => {
    const cloud = anAccount(content);
    const { status, failure } = await createStack(cloud, preferencesStack({ logGroup: {} }), options);
    expect([status, failure?.message]).toEqual([
      'ROLLBACK_COMPLETE',
      expect.stringContaining('sessions.encrypt'),
    ]);
    expect(preferencesOf(cloud)).toEqual(strong);
    const told = await createStack(
      anAccount(content),
      preferencesStack({ logGroup: {}, encrypt: false }),
      options,
    );
    expect(told.status).toBe('CREATE_COMPLETE');
  });
});

it('an update that is rolled back brings the preferences of the stack back', async () => {
  const cloud = anAccount(theirs);
  const { stack } = await createStack(cloud, first, options);
  const rolledBack = await updateStack(cloud, stack, withFailure(second));
  expect(rolledBack.status).toBe('UPDATE_ROLLBACK_COMPLETE');
  expect(preferencesOf(cloud)).toMatchObject({ idleSessionTimeout: '20' });
  await deleteStack(cloud, rolledBack.stack);
  expect(preferencesOf(cloud)).toEqual({ idleSessionTimeout: '60' });
});

it('a document without room for another version fails the creation with a remedy, and stays as it is', async () => {
  const cloud = anAccount(theirs);
  for (let version = 2; version <= 1000; version++)
    saveInConsole(cloud, JSON.stringify({ ...JSON.parse(theirs), description: `Theirs ${version}` }));
  const { status, failure } = await createStack(cloud, first, options);
  expect(status).toBe('ROLLBACK_COMPLETE');
  expect(failure?.message).toContain('it has 1,000 versions, and Systems Manager keeps no more');
  expect(failure?.message).toContain(`aws ssm delete-document --name ${Name} --document-version <number>`);
  expect(preferencesOf(cloud)).toEqual({ idleSessionTimeout: '60' });
});

/** A stack that comes, changes and goes, with a fault. Gives the calls of its function. */
async function live(content: string | undefined, fault?: CallFault): Promise<readonly string[]> {
  const cloud = anAccount(content);
  const calls = faultAtCall(cloud, fault);
  const place = `${fault?.kind} at call ${fault?.number}`;
  const created = await createStack(cloud, first, options);
  expect([created.status, created.failure?.message], place).toEqual(['CREATE_COMPLETE', undefined]);
  expect(preferencesOf(cloud), place).toMatchObject({ idleSessionTimeout: '20' });
  const updated = await updateStack(cloud, created.stack, second);
  expect([updated.status, updated.failure?.message], place).toEqual(['UPDATE_COMPLETE', undefined]);
  expect(preferencesOf(cloud), place).toMatchObject({ idleSessionTimeout: '5' });
  expect((await deleteStack(cloud, updated.stack)).status, place).toBe('DELETE_COMPLETE');
  const inputs = content === undefined ? undefined : { idleSessionTimeout: '60' };
  expect(preferencesOf(cloud), place).toEqual(inputs);
  return calls;
}

describe('one fault, at every call in the life of a stack', () => {
  it('has these calls to strike', async () => {
    const [write, answer] = [['UpdateDocument', 'UpdateDocumentDefaultVersion'], ['PutObject']];
    const change = ['GetDocument', ...write, ...answer];
    const restore = ['ListDocumentVersions', ...change];
    const names = (calls: readonly string[]) => calls.map((call) => call.split(':')[1]);
    const again = ['GetDocument', ...restore];
    expect(names(await live(theirs))).toEqual([...change, ...again, ...restore]);
    expect(names(await live(undefined))).toEqual([
      ...['GetDocument', 'CreateDocument', 'UpdateDocumentDefaultVersion', 'PutObject'],
      ...['GetDocument', 'ListDocumentVersions', ...write, ...answer],
      ...['ListDocumentVersions', 'DeleteDocument', 'PutObject'],
    ]);
  });

  it.each(plainCallFaults)('%s changes nothing in what becomes of the preferences', async (kind) => {
    for (let number = 1; number <= 15; number++) await live(theirs, { kind, number });
  });

  it.each(plainCallFaults)('%s changes nothing where there were no preferences', async (kind) => {
    for (const number of [2, 6, 11]) await live(undefined, { kind, number });
  });
});

describe('a fault that lasts', () => {
  it.each([
    ['before anything is written', 1],
    ['while it is written', 2],
  ])('rolls the creation back, and leaves what was there: %s', async (_, number) => {
    const cloud = anAccount(theirs);
    faultAtCall(cloud, { kind: 'call-throttled', number, count: 3 });
    const { status, failure } = await createStack(cloud, first, options);
    expect(status).toBe('ROLLBACK_COMPLETE');
    expect(failure?.message).toContain(`${Name}: ThrottlingException`);
    expect(preferencesOf(cloud)).toEqual({ idleSessionTimeout: '60' });
  });

  it.each([
    ['before anything is written', 1],
    ['when it is written already', 3],
  ])('rolls an update back to what the stack said before: %s', async (_, number) => {
    const cloud = anAccount(theirs);
    const { stack } = await createStack(cloud, first, options);
    faultAtCall(cloud, { kind: 'call-fails-before', number, count: 3 });
    const { status } = await updateStack(cloud, stack, second);
    expect(status).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(preferencesOf(cloud)).toMatchObject({ idleSessionTimeout: '20' });
  });
});
