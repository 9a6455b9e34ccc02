import { spec } from '../../../services/ec2/pretend-world.ts';
import type { Input } from './send-request.ts';
import type { World } from './world.ts';

/** The role of the recorder. */
export const roleARN = 'arn:aws:iam::000000000000:role/config';
const role = 'arn:aws:iam::000000000000:role/runner';
/** The type of nearly all resources. */
export const type = 'AWS::EC2::Instance' as const;
/** The source of a rule of AWS. */
export const Source = { Owner: 'AWS', SourceIdentifier: 'EC2_INSTANCE_PROFILE_ATTACHED' } as const;

const operationsOf = ({ cloud }: World) => cloud.config.operations;
const all = 'ALL_SUPPORTED_RESOURCE_TYPES';

/** Lets the account have a recorder and a channel, and no other. */
export function recording(world: World): void {
  const { recorders } = world.cloud.config;
  recorders.put({
    ...{ name: 'default', roleArn: roleARN, mode: { recordingFrequency: 'CONTINUOUS' } },
    group: { useOnly: all, types: [], hasGlobalTypes: false },
  });
  recorders.putChannel({ name: 'default', s3BucketName: 'history' });
}

/** Takes the recorder and the channel away. */
export function nothing({ cloud }: World): void {
  cloud.config.recorders.removeChannel('default');
  cloud.config.recorders.remove('default');
}

/** A request that is sent when there is a recorder. */
export const withRecorder = (input: Input) => (world: World) => {
  recording(world);
  return input;
};

/** A request that is sent when there is none. */
export const without = (input: Input) => (world: World) => {
  nothing(world);
  return input;
};

/** The name of a rule that was made for this request. */
export function ruleIn(world: World): string {
  recording(world);
  const ConfigRuleName = `rule-${world.cloud.config.rules.all.length}`;
  const context = world.cloud.administrator();
  operationsOf(world).PutConfigRule.run({ ConfigRule: { ConfigRuleName, Source } }, context);
  return ConfigRuleName;
}

const content = JSON.stringify({
  schemaVersion: '0.3',
  assumeRole: '{{ AutomationAssumeRole }}',
  parameters: { InstanceId: { type: 'String' }, AutomationAssumeRole: { type: 'String' } },
  mainSteps: [{ name: 'rest', action: 'aws:sleep', inputs: { Duration: 'PT1H' } }],
});

/** A remediation of a rule of its own. */
export function remediation(world: World) {
  const ConfigRuleName = ruleIn(world);
  if (!world.cloud.ssm.hasDocument('Remediate'))
    world.cloud.ssm.declareDocument({ Name: 'Remediate', DocumentType: 'Automation', Content: content });
  return {
    ...({ ConfigRuleName, TargetType: 'SSM_DOCUMENT', TargetId: 'Remediate' } as const),
    Parameters: {
      InstanceId: { ResourceValue: { Value: 'RESOURCE_ID' as const } },
      AutomationAssumeRole: { StaticValue: { Values: [role] } },
    },
  };
}

/** The name of a rule that has a remediation. */
export function remediated(world: World): string {
  const given = remediation(world);
  const context = world.cloud.administrator();
  operationsOf(world).PutRemediationConfigurations.run({ RemediationConfigurations: [given] }, context);
  return given.ConfigRuleName;
}

/** The rule and the resource of a remediation that is in progress. */
export async function inProgress(world: World) {
  const ConfigRuleName = remediated(world);
  const { recorders } = world.cloud.config;
  recorders.start(recorders.find('default'));
  const [id] = world.cloud.ec2.launch([spec()]).map((instance) => instance.id);
  await world.pass(600);
  const ResourceKeys = [{ resourceType: type, resourceId: id ?? '' }];
  const request = { ConfigRuleName, ResourceKeys } as const;
  operationsOf(world).StartRemediationExecution.run(request, world.cloud.administrator());
  return request;
}
