import { describe, expect, it } from 'vitest';
import { createStack, deleteStack, updateStack } from '../../src/deployment/deploy-stack.ts';
import { newCloud, stackOf } from '../cloud-bench.ts';
import { recorder, remediation, rule, runbook } from '../services/config/config-bench.ts';

const rest = [{ name: 'rest', action: 'aws:sleep', inputs: { Duration: 'PT1S' } }];
const attached = rule('attached', 'EC2_INSTANCE_PROFILE_ATTACHED');

/** The failure of a stack of these resources in an account that has what `given` makes. */
async function failureOf(resources: object, given: object = {}) {
  const { cloud } = newCloud();
  await createStack(cloud, { ...stackOf({ ...given }), stackName: 'Given' });
  return (await createStack(cloud, stackOf({ ...resources }))).failure;
}

describe('a recorder in a template', () => {
  it('records as soon as there is a delivery channel', async () => {
    const { cloud } = newCloud();
    const { status, stack } = await createStack(cloud, stackOf(recorder));
    expect(status).toBe('CREATE_COMPLETE');
    expect(cloud.config.recorders.recorder).toMatchObject({ name: 'default', isRecording: true });
    expect(await deleteStack(cloud, stack)).toMatchObject({ status: 'DELETE_COMPLETE', left: [] });
    expect(cloud.config.recorders.recorder).toBeUndefined();
  });

  it('stops when its channel goes', async () => {
    const { cloud } = newCloud();
    const { stack } = await createStack(cloud, stackOf(recorder));
    const { status } = await updateStack(cloud, stack, stackOf({ Recorder: recorder.Recorder }));
    expect(status).toBe('UPDATE_COMPLETE');
    expect(cloud.config.recorders.recorder).toMatchObject({ isRecording: false });
  });

  it('refuses to be made when there will be no channel', async () => {
    const { DependsOn: _, ...alone } = { DependsOn: undefined, ...recorder.Recorder };
    expect(await failureOf({ Recorder: alone })).toMatchObject({
      code: 'NoAvailableDeliveryChannelException',
    });
  });

  it('refuses to be the second one of the account', async () => {
    const { Recorder, Channel } = recorder;
    const other = { ...Recorder, Properties: { ...Recorder.Properties, Name: 'other' } };
    expect(await failureOf({ Recorder: other, Channel }, recorder)).toMatchObject({
      code: 'MaxNumberOfConfigurationRecordersExceededException',
      message:
        "Failed to put configuration recorder 'other' because the maximum number of configuration recorders: 1 is reached.",
    });
  });

  it('leaves alone a recorder of somebody else that is stopped', async () => {
    const { cloud } = newCloud();
    const { Channel } = recorder;
    const roleArn = 'arn:aws:iam::000000000000:role/config';
    const group = { useOnly: 'ALL_SUPPORTED_RESOURCE_TYPES', types: [], hasGlobalTypes: false } as const;
    cloud.config.recorders.put({
      name: 'theirs',
      roleArn,
      mode: { recordingFrequency: 'CONTINUOUS' },
      group,
    });
    const { DependsOn: _, ...channel } = Channel;
    expect((await createStack(cloud, stackOf({ channel }))).status).toBe('CREATE_COMPLETE');
    expect(cloud.config.recorders.recorder?.isRecording).toBe(false);
  });
});

describe('a rule in a template', () => {
  it('has an ARN, an id, and no compliance yet', async () => {
    const { cloud } = newCloud();
    const template = {
      Resources: { ...recorder, Rule: attached },
      Outputs: Object.fromEntries(
        ['Arn', 'ConfigRuleId', 'Compliance.Type'].map((name) => [
          name.replace('.', ''),
          { Value: { 'Fn::GetAtt': ['Rule', name] } },
        ]),
      ),
    };
    const { stack } = await createStack(cloud, { ...stackOf({}), template });
    expect(stack.outputs).toEqual({
      Arn: expect.stringMatching(
        /^arn:aws:config:eu-west-1:000000000000:config-rule\/config-rule-[0-9a-f]{6}$/,
      ),
      ConfigRuleId: expect.stringMatching(/^config-rule-[0-9a-f]{6}$/),
      ComplianceType: 'INSUFFICIENT_DATA',
    });
  });

  it('refuses to be made without a recorder', async () => {
    const { DependsOn: _, ...alone } = attached;
    expect(await failureOf({ Rule: alone })).toMatchObject({
      code: 'NoAvailableConfigurationRecorderException',
    });
  });

  it('refuses a rule that the local cloud does not have', async () => {
    const unknown = rule('x', 'S3_BUCKET_VERSIONING_ENABLED');
    await expect(failureOf({ ...recorder, Rule: unknown })).rejects.toThrow(
      /the managed rule S3_BUCKET_VERSIONING_ENABLED/,
    );
  });
});

describe('a remediation in a template', () => {
  const given = { ...recorder, Rule: attached, Runbook: runbook('Attach', rest) };

  it('goes before its rule', async () => {
    const { cloud } = newCloud();
    const { stack, status } = await createStack(
      cloud,
      stackOf({ ...given, Remediation: remediation('Rule', 'Attach') }),
    );
    expect(status).toBe('CREATE_COMPLETE');
    expect(stack.resources.get('Remediation')?.ref).toBe('attached');
    expect(await deleteStack(cloud, stack)).toMatchObject({ status: 'DELETE_COMPLETE', left: [] });
  });

  it.each([
    ['without the role that automatic ones need', { Parameters: {} }, /AutomationAssumeRole is required/],
    ['by a document that is not there', { TargetId: 'None' }, /SSM document None is not valid/],
    [
      'with a parameter that the document does not have',
      { Automatic: false, Parameters: { Other: { StaticValue: { Values: ['x'] } } } },
      /invalid RemediationParameterValues.*: Other/,
    ],
    ['in more attempts than AWS allows', { MaximumAutomaticAttempts: 26 }, /less than or equal to 25/],
  ])('refuses one %s', async (_, more, message) => {
    const failure = await failureOf({ ...given, Remediation: remediation('Rule', 'Attach', more) });
    expect(failure?.message).toMatch(message);
  });

  it('refuses a document whose role is fixed, when it is automatic', async () => {
    const fixed = runbook('Attach', rest, { assumeRole: 'arn:aws:iam::000000000000:role/runner' });
    const resources = { ...given, Runbook: fixed };
    const automatic = remediation('Rule', 'Attach');
    expect(await failureOf({ ...resources, Remediation: automatic })).toMatchObject({
      code: 'InvalidParameterValueException',
    });
    const manual = remediation('Rule', 'Attach', { Automatic: false });
    expect(await failureOf({ ...resources, Remediation: manual })).toBeUndefined();
  });
});
