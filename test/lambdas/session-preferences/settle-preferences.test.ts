import { describe, expect, it } from 'vitest';
import {
  type PreferencesRequest,
  settlePreferences,
} from '../../../lambdas/session-preferences/settle-preferences.ts';
import { accountId } from '../../accounts.ts';
import { fakeLog } from '../fakes.ts';
import { type FakeSessionDocument, fakeSessionDocument } from './fake-session-document.ts';

const theirs = '{"description":"Theirs","inputs":{"idleSessionTimeout":"60"}}';
const first = '{"description":"Ours","inputs":{"idleSessionTimeout":"20"}}';
const second = '{"description":"Ours","inputs":{"idleSessionTimeout":"5"}}';

const request = (
  RequestType: PreferencesRequest['RequestType'],
  RequestId: string,
  Content: unknown = first,
): PreferencesRequest => ({
  RequestType,
  RequestId,
  StackId: `arn:aws:cloudformation:eu-west-1:${accountId}:stack/MusterSessions/1`,
  ResourceProperties: { ServiceToken: 'arn', Content },
});

const settle = (document: FakeSessionDocument, event: PreferencesRequest) =>
  settlePreferences(event, { document, log: fakeLog() });

/** What sessions follow, and whether it is also what the console shows. */
function effectOf({ stored }: FakeSessionDocument) {
  const latest = stored.at(-1);
  const { inputs } = JSON.parse(latest?.content ?? '{}');
  return { idle: inputs?.idleSessionTimeout, isDefault: latest?.isDefault, versions: stored.length };
}

const success = (Version: string) => ({
  ...{ status: 'SUCCESS', physicalResourceId: 'SSM-SessionManagerRunShell', data: { Version } },
});
const failed = (reason: string) => ({
  status: 'FAILED',
  physicalResourceId: 'SSM-SessionManagerRunShell',
  reason: `SSM-SessionManagerRunShell: ${reason}`,
});

describe('a creation', () => {
  it('makes the document when there is none', async () => {
    const document = fakeSessionDocument();
    expect(await settle(document, request('Create', '1'))).toEqual(success('1'));
    expect(effectOf(document)).toEqual({ idle: '20', isDefault: true, versions: 1 });
  });

  it('updates the document that is there, and makes its version the default', async () => {
    const document = fakeSessionDocument(theirs);
    expect(await settle(document, request('Create', '1'))).toEqual(success('2'));
    expect(effectOf(document)).toEqual({ idle: '20', isDefault: true, versions: 2 });
  });

  it('changes nothing when it comes twice', async () => {
    const document = fakeSessionDocument(theirs);
    await settle(document, request('Create', '1'));
    expect(await settle(document, request('Create', '1'))).toEqual(success('2'));
    expect(effectOf(document)).toEqual({ idle: '20', isDefault: true, versions: 2 });
  });

  it.each(['before', 'after'] as const)(
    'that is stopped %s its version becomes the default is finished by the next delivery',
    async (when) => {
      const document = fakeSessionDocument(theirs);
      document.failNext('makeDefault', new Error('stopped'), when);
      expect(await settle(document, request('Create', '1'))).toMatchObject({ status: 'FAILED' });
      expect(await settle(document, request('Create', '1'))).toEqual(success('2'));
      expect(effectOf(document)).toEqual({ idle: '20', isDefault: true, versions: 2 });
    },
  );

  it('looks again when another delivery was quicker to create the document', async () => {
    const document = fakeSessionDocument(first);
    const { read } = document;
    let isFirst = true;
    document.read = (version) => {
      const answer = isFirst ? Promise.resolve(undefined) : read(version);
      isFirst = false;
      return answer;
    };
    expect(await settle(document, request('Create', '1'))).toEqual(success('1'));
  });

  it('gives up, and says so, when others are quicker every time', async () => {
    const document = fakeSessionDocument(theirs);
    document.update = async () => undefined;
    expect(await settle(document, request('Create', '1'))).toEqual(
      failed('Error: somebody else changed it 3 times meanwhile; try again'),
    );
  });

  it.each([
    ['no content', undefined],
    ['an object', { inputs: {} }],
    ['a text that is no object', '[]'],
  ])('refuses %s', async (_, Content) => {
    const document = fakeSessionDocument(theirs);
    const event = { ...request('Create', '1'), ResourceProperties: { ServiceToken: 'arn', Content } };
    expect(await settle(document, event)).toEqual(failed('Error: the property Content is no JSON object'));
    expect(document.calls).toEqual([]);
  });
});

describe('an update', () => {
  it('that is rolled back brings the old preferences back, even if an older version had them', async () => {
    const document = fakeSessionDocument(theirs);
    await settle(document, request('Create', '1', first));
    await settle(document, request('Update', '2', second));
    expect(effectOf(document)).toEqual({ idle: '5', isDefault: true, versions: 3 });
    expect(await settle(document, request('Update', '3', first))).toEqual(success('4'));
    expect(effectOf(document)).toEqual({ idle: '20', isDefault: true, versions: 4 });
  });

  it('that is rolled back before it wrote anything writes nothing', async () => {
    const document = fakeSessionDocument();
    await settle(document, request('Create', '1', first));
    document.failNext('update', named('DocumentVersionLimitExceeded'));
    expect(await settle(document, request('Update', '2', second))).toEqual(
      failed(
        'it has 1,000 versions, and Systems Manager keeps no more; nothing was changed. Delete old ones ' +
          '(aws ssm delete-document --name SSM-SessionManagerRunShell --document-version <number>), then deploy again',
      ),
    );
    expect(await settle(document, request('Update', '3', first))).toEqual(success('1'));
    expect(document.stored).toHaveLength(1);
  });

  it('overwrites what somebody has changed in the console meanwhile', async () => {
    const document = fakeSessionDocument();
    await settle(document, request('Create', '1', first));
    await document.update({ content: theirs });
    expect(await settle(document, request('Update', '2', second))).toEqual(success('3'));
    expect(effectOf(document).idle).toBe('5');
  });
});

describe('a deletion', () => {
  it('brings back what was there before', async () => {
    const document = fakeSessionDocument(theirs);
    await settle(document, request('Create', '1', first));
    await settle(document, request('Update', '2', second));
    expect(await settle(document, request('Delete', '3'))).toMatchObject({ status: 'SUCCESS', data: {} });
    expect(effectOf(document)).toEqual({ idle: '60', isDefault: true, versions: 4 });
  });

  it('deletes the document when there was none before', async () => {
    const document = fakeSessionDocument();
    await settle(document, request('Create', '1'));
    await settle(document, request('Delete', '2'));
    expect(document.stored).toEqual([]);
  });

  it('changes nothing when it comes twice', async () => {
    const document = fakeSessionDocument(theirs);
    await settle(document, request('Create', '1'));
    await settle(document, request('Delete', '2'));
    await settle(document, request('Delete', '2'));
    expect(effectOf(document)).toEqual({ idle: '60', isDefault: true, versions: 3 });
  });

  it('that is stopped between its calls is finished by the next delivery', async () => {
    const document = fakeSessionDocument(theirs);
    await settle(document, request('Create', '1'));
    document.failNext('makeDefault', new Error('stopped'));
    expect(await settle(document, request('Delete', '2'))).toMatchObject({ status: 'FAILED' });
    expect(await settle(document, request('Delete', '2'))).toMatchObject({ status: 'SUCCESS' });
    expect(effectOf(document)).toEqual({ idle: '60', isDefault: true, versions: 3 });
  });

  it('is finished even if an answer was lost', async () => {
    const document = fakeSessionDocument(theirs);
    await settle(document, request('Create', '1'));
    const { update } = document;
    // The SDK calls again, and Systems Manager says that it has this content.
    document.update = async (draft) => {
      await update(draft);
      return update(draft);
    };
    expect(await settle(document, request('Delete', '2'))).toMatchObject({ status: 'SUCCESS' });
    expect(effectOf(document)).toEqual({ idle: '60', isDefault: true, versions: 3 });
  });

  it('of what was never made succeeds and touches nothing', async () => {
    const document = fakeSessionDocument(theirs);
    expect(await settle(document, request('Delete', '1', undefined))).toMatchObject({ status: 'SUCCESS' });
    expect(document.calls).toEqual([]);
  });

  it('leaves alone what somebody has written since', async () => {
    const document = fakeSessionDocument();
    await settle(document, request('Create', '1'));
    const since = await document.update({ content: theirs });
    await document.makeDefault(since ?? '');
    await settle(document, request('Delete', '2'));
    expect(effectOf(document)).toEqual({ idle: '60', isDefault: true, versions: 2 });
  });

  it('restores the same after the stack was created and deleted again', async () => {
    const document = fakeSessionDocument(theirs);
    for (const [create, remove] of [
      ['1', '2'],
      ['3', '4'],
    ] as const) {
      await settle(document, request('Create', create));
      await settle(document, request('Delete', remove));
    }
    expect(effectOf(document)).toEqual({ idle: '60', isDefault: true, versions: 5 });
  });
});

it('never throws: an error of Systems Manager becomes the answer', async () => {
  for (const type of ['Create', 'Update', 'Delete'] as const) {
    const document = fakeSessionDocument(theirs);
    const call = type === 'Delete' ? 'versions' : 'read';
    document.failNext(call, named('ThrottlingException', 'Rate exceeded'));
    expect(await settle(document, request(type, '1'))).toEqual(failed('ThrottlingException: Rate exceeded'));
  }
});

it('logs what was decided, and why', async () => {
  const log = fakeLog();
  await settlePreferences(request('Create', '1'), { document: fakeSessionDocument(theirs), log });
  expect(log.lines).toEqual([
    {
      level: 'info',
      message: 'preferences decided',
      fields: [{ kind: 'update', reason: 'version 1 says something else' }],
    },
  ]);
});

function named(name: string, message = 'refused'): Error {
  return Object.assign(new Error(message), { name });
}
