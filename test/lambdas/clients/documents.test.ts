import { DescribeDocumentCommand, SSMClient } from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createDocuments } from '../../../lambdas/clients/documents.ts';
import { fakeClock } from '../fakes.ts';

const ssm = mockClient(SSMClient);
beforeEach(() => ssm.reset());
afterAll(() => ssm.restore());

it('asks for the latest version and gives its number', async () => {
  ssm.on(DescribeDocumentCommand).resolves({ Document: { LatestVersion: '7', DocumentVersion: '6' } });
  expect(await createDocuments().latestVersion('Muster-Linux')).toBe('7');
  expect(ssm.commandCalls(DescribeDocumentCommand).map((call) => call.args[0].input)).toEqual([
    { Name: 'Muster-Linux', DocumentVersion: '$LATEST' },
  ]);
});

it('takes the version that is described where no latest one is named', async () => {
  ssm.on(DescribeDocumentCommand).resolves({ Document: { DocumentVersion: '6' } });
  expect(await createDocuments().latestVersion('Muster-Linux')).toBe('6');
});

it.each([{}, { Document: {} }])('refuses an answer that names no version: %j', async (answer) => {
  ssm.on(DescribeDocumentCommand).resolves(answer);
  await expect(createDocuments().latestVersion('Muster-Linux')).rejects.toThrow('names no latest version');
});

it('refuses with the error of Systems Manager', async () => {
  ssm.on(DescribeDocumentCommand).rejects(new Error('InvalidDocument'));
  await expect(createDocuments().latestVersion('Muster-Linux')).rejects.toThrow('InvalidDocument');
});

describe('a denial, which a role that was made a moment ago gets', () => {
  const denied = Object.assign(new Error('not authorized'), { name: 'AccessDeniedException' });

  it('passes: it is asked again, later each time', async () => {
    ssm
      .on(DescribeDocumentCommand)
      .rejectsOnce(denied)
      .rejectsOnce(denied)
      .resolves({ Document: { LatestVersion: '7' } });
    const clock = fakeClock();
    expect(await createDocuments(undefined, clock).latestVersion('Muster-Linux')).toBe('7');
    expect(clock.pauses).toEqual([2_000, 4_000]);
  });

  it('refuses after half a minute, when it has not passed', async () => {
    ssm.on(DescribeDocumentCommand).rejects(denied);
    const clock = fakeClock();
    await expect(createDocuments(undefined, clock).latestVersion('Muster-Linux')).rejects.toThrow(
      'not authorized',
    );
    expect(clock.pauses).toEqual([2_000, 4_000, 8_000, 16_000]);
    expect(ssm.commandCalls(DescribeDocumentCommand)).toHaveLength(5);
  });

  it('refuses every other error at once', async () => {
    ssm.on(DescribeDocumentCommand).rejects(Object.assign(new Error('x'), { name: 'InvalidDocument' }));
    const clock = fakeClock();
    await expect(createDocuments(undefined, clock).latestVersion('Muster-Linux')).rejects.toThrow('x');
    expect(clock.pauses).toEqual([]);
  });
});
