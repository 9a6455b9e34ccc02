import { GetPatchBaselineCommand, SSMClient, SSMServiceException } from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { createPatchBaselines } from '../../../lambdas/patch-report/patch-baselines-client.ts';

const ssm = mockClient(SSMClient);
beforeEach(() => ssm.reset());
afterAll(() => ssm.restore());

const refusal = (name: string) =>
  new SSMServiceException({ name, message: 'refused', $fault: 'client', $metadata: {} });

it('says what each baseline says, and COMPLIANT for one that says nothing', async () => {
  ssm.on(GetPatchBaselineCommand).resolves({});
  ssm
    .on(GetPatchBaselineCommand, { BaselineId: 'pb-strict' })
    .resolves({ AvailableSecurityUpdatesComplianceStatus: 'NON_COMPLIANT' });
  const found = await createPatchBaselines().describe(['pb-strict', 'pb-plain']);
  expect([...found]).toEqual([
    ['pb-strict', 'NON_COMPLIANT'],
    ['pb-plain', 'COMPLIANT'],
  ]);
});

it.each(['DoesNotExistException', 'InvalidResourceId', 'ValidationException'])(
  'leaves out an id behind which there is no baseline (%s), and reads the others',
  async (name) => {
    ssm.on(GetPatchBaselineCommand).resolves({});
    ssm.on(GetPatchBaselineCommand, { BaselineId: 'pb-gone' }).rejects(refusal(name));
    const found = await createPatchBaselines().describe(['pb-gone', 'pb-there']);
    expect([...found]).toEqual([['pb-there', 'COMPLIANT']]);
  },
);

it('fails on any other refusal, so that nobody is called compliant by mistake', async () => {
  ssm.on(GetPatchBaselineCommand).rejects(refusal('AccessDeniedException'));
  await expect(createPatchBaselines().describe(['pb-1'])).rejects.toThrow('refused');
});

it('asks for nothing when there is nothing to ask', async () => {
  await createPatchBaselines().describe([]);
  expect(ssm.calls()).toEqual([]);
});
