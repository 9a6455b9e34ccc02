import { ConfigServiceClient } from '@aws-sdk/client-config-service';
import type { CloudOptions, LocalCloud } from '../../../src/account/account.ts';
import { sdkSettings } from '../../../src/account/sdk-settings.ts';
import type { InstanceSpec } from '../../../src/agent/instance-spec.ts';
import { isRecord } from '../../../src/core/is-record.ts';
import { deployStack } from '../../../src/deployment/deploy-stack.ts';
import { accountId, newCloud, region, stackOf } from '../../cloud-bench.ts';
import { spec } from '../ec2/pretend-world.ts';
import { everything, runnerRole } from '../ssm/automation/automation-bench.ts';

/** The type of resource of nearly all results. */
export const instanceType = 'AWS::EC2::Instance';

/** The role under which runbooks of these tests run. */
export const runnerArn = `arn:aws:iam::${accountId}:role/runner`;

/** A recorder of everything and its channel, as a template has them. */
export const recorder = {
  Recorder: {
    Type: 'AWS::Config::ConfigurationRecorder',
    Properties: {
      Name: 'default',
      RoleARN: `arn:aws:iam::${accountId}:role/config`,
      RecordingGroup: { AllSupported: true },
    },
  },
  Channel: {
    Type: 'AWS::Config::DeliveryChannel',
    Properties: { Name: 'default', S3BucketName: 'history' },
    DependsOn: 'Recorder',
  },
};

/** A rule of AWS as a template has it. `more` are further properties. */
export function rule(ConfigRuleName: string, SourceIdentifier: string, more: object = {}) {
  return {
    Type: 'AWS::Config::ConfigRule',
    Properties: { ConfigRuleName, Source: { Owner: 'AWS', SourceIdentifier }, ...more },
    DependsOn: 'Channel',
  };
}

/** A runbook with the parameters `InstanceId` and `AutomationAssumeRole`, as a template has it. */
export function runbook(Name: string, mainSteps: readonly object[], more: object = {}) {
  return {
    Type: 'AWS::SSM::Document',
    Properties: {
      ...{ Name, DocumentType: 'Automation' },
      Content: {
        schemaVersion: '0.3',
        assumeRole: '{{ AutomationAssumeRole }}',
        parameters: { InstanceId: { type: 'String' }, AutomationAssumeRole: { type: 'String' } },
        mainSteps,
        ...more,
      },
    },
  };
}

/** The parameters of a remediation by such a runbook. */
export const remediationParameters = {
  InstanceId: { ResourceValue: { Value: 'RESOURCE_ID' } },
  AutomationAssumeRole: { StaticValue: { Values: [runnerArn] } },
};

/** The automatic remediation of a rule, as a template has it. `more` are further properties. */
export function remediation(ruleId: string, TargetId: string, more: object = {}) {
  return {
    Type: 'AWS::Config::RemediationConfiguration',
    Properties: {
      ...{ ConfigRuleName: { Ref: ruleId }, TargetType: 'SSM_DOCUMENT', TargetId, Automatic: true },
      ...{ Parameters: remediationParameters, ...more },
    },
    DependsOn: 'Runbook',
  };
}

/** A change of compliance as its event tells it. */
export interface ToldChange {
  readonly rule: unknown;
  readonly resource: unknown;
  readonly before: unknown;
  readonly after: unknown;
}

/** An account with a stack, and what its tests do with AWS Config. */
export interface ConfigBench {
  readonly cloud: LocalCloud;
  readonly config: ConfigServiceClient;
  /** The details of the events so far. */
  readonly details: readonly Readonly<Record<string, unknown>>[];
  /** The same, in short. */
  changes(): ToldChange[];
  /** Lets virtual seconds pass. */
  pass(seconds: number): Promise<void>;
  /** Launches an instance and gives its id. */
  launch(more?: Partial<InstanceSpec>): string;
}

/** Makes the account: with a role for runbooks, a profile, and these resources. */
export async function configBench(
  resources: object,
  options: Partial<CloudOptions> = {},
): Promise<ConfigBench> {
  const { cloud } = newCloud(options);
  const details: Readonly<Record<string, unknown>>[] = [];
  const put = cloud.events.putServiceEvent.bind(cloud.events);
  cloud.events.putServiceEvent = (event) => {
    if (event.detailType === 'Config Rules Compliance Change') details.push(event.detail);
    put(event);
  };
  await deployStack(cloud, stackOf({ Runner: runnerRole(everything), ...resources }));
  return {
    ...{ cloud, config: new ConfigServiceClient(sdkSettings(cloud)), details },
    changes: () => details.map(shortly),
    pass: (seconds) => cloud.pass(seconds),
    launch: (more = {}) => cloud.ec2.launch([spec(more)])[0]?.id ?? '',
  };
}

function shortly(detail: Readonly<Record<string, unknown>>): ToldChange {
  const complianceIn = (result: unknown) => (isRecord(result) ? result['complianceType'] : undefined);
  return {
    ...{ rule: detail['configRuleName'], resource: detail['resourceId'] },
    before: complianceIn(detail['oldEvaluationResult']),
    after: complianceIn(detail['newEvaluationResult']),
  };
}

/** The ARN of the profile of an instance. */
export const profileArn = `arn:aws:iam::${accountId}:instance-profile/web`;

export { accountId, region };
