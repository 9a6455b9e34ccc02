import { afterEach, beforeEach, expect, it } from 'vitest';
import { answerCloudFormation } from '../../../../lambdas/shared/clients/cloudformation-answer.ts';
import { accountId } from '../../../accounts.ts';
import { type AnswerServer, aCreateEvent, startAnswerServer } from '../../custom-resource.ts';

let server: AnswerServer;
beforeEach(async () => {
  server = await startAnswerServer();
});
afterEach(() => server.close());

const event = () => aCreateEvent({ ResponseURL: server.url });
const named = {
  StackId: `arn:aws:cloudformation:eu-west-1:${accountId}:stack/MusterOnboarding/1`,
  RequestId: 'request-1',
  LogicalResourceId: 'LinuxVersion',
  PhysicalResourceId: 'Muster-Linux',
};
const success = { status: 'SUCCESS', physicalResourceId: 'Muster-Linux', data: { Version: '7' } } as const;

it('puts a success with its attributes to the signed address, in the form that CloudFormation wants', async () => {
  await answerCloudFormation(event(), success);
  const [put, ...others] = server.taken;
  expect(others).toEqual([]);
  expect(put).toMatchObject({ method: 'PUT', path: '/answer?X-Amz-Signature=abc%2Fdef' });
  expect(put?.headers).toMatchObject({ 'content-type': '', 'content-length': String(put?.body.length) });
  expect(put?.headers).not.toHaveProperty('authorization');
  expect(JSON.parse(put?.body ?? '')).toEqual({
    ...named,
    Status: 'SUCCESS',
    Reason: 'done',
    Data: { Version: '7' },
  });
});

it('puts a failure with its reason, whose length is counted in bytes', async () => {
  const reason = 'Das Dokument heißt anders: „Muster-Linux“';
  await answerCloudFormation(event(), { status: 'FAILED', physicalResourceId: 'Muster-Linux', reason });
  const body: unknown = JSON.parse(server.taken[0]?.body ?? '');
  expect(body).toEqual({ ...named, Status: 'FAILED', Reason: reason, Data: {} });
});

it.each([403, 500])('fails when the answer is not taken: %i', async (status) => {
  server.answerWith(status);
  await expect(answerCloudFormation(event(), success)).rejects.toThrow(`CloudFormation answered ${status}`);
});

it('fails when nobody listens', async () => {
  const gone = event();
  await server.close();
  await expect(answerCloudFormation(gone, success)).rejects.toThrow('ECONNREFUSED');
});
