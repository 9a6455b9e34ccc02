import { spec } from '../../../services/ec2/pretend-world.ts';
import type { ServiceRequests } from './requests.ts';
import type { Input } from './send-request.ts';
import type { World } from './world.ts';

const roleARN = 'arn:aws:iam::000000000000:role/config';
const role = 'arn:aws:iam::000000000000:role/runner';
const type = 'AWS::EC2::Instance' as const;
const Source = { Owner: 'AWS', SourceIdentifier: 'EC2_INSTANCE_PROFILE_ATTACHED' } as const;
const noRule = { ConfigRuleName: 'none' };
const noRecorder = { ConfigurationRecorderName: 'none' };

const operationsOf = ({ cloud }: World) => cloud.config.operations;
const all = 'ALL_SUPPORTED_RESOURCE_TYPES';

/** Lets the account have a recorder and a channel, and no other. */
function recording(world: World): void {
  const { recorders } = world.cloud.config;
  recorders.put({
    ...{ name: 'default', roleArn: roleARN, mode: { recordingFrequency: 'CONTINUOUS' } },
    group: { useOnly: all, types: [], hasGlobalTypes: false },
  });
  recorders.putChannel({ name: 'default', s3BucketName: 'history' });
}

/** Takes the recorder and the channel away. */
function nothing({ cloud }: World): void {
  cloud.config.recorders.removeChannel('default');
  cloud.config.recorders.remove('default');
}

const named = { ConfigurationRecorderName: 'default' };

const withRecorder = (input: Input) => (world: World) => {
  recording(world);
  return input;
};

const without = (input: Input) => (world: World) => {
  nothing(world);
  return input;
};

/** The name of a rule that was made for this request. */
function ruleIn(world: World): string {
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
function remediation(world: World) {
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
function remediated(world: World): string {
  const given = remediation(world);
  const context = world.cloud.administrator();
  operationsOf(world).PutRemediationConfigurations.run({ RemediationConfigurations: [given] }, context);
  return given.ConfigRuleName;
}

/** The rule and the resource of a remediation that is in progress. */
async function inProgress(world: World) {
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

const recorder = (more: object = {}) => ({
  ConfigurationRecorder: { name: 'default', roleARN, ...more },
});
const recordingGroup = (more: object) => recorder({ recordingGroup: more });
const channel = (more: object = {}) => ({
  DeliveryChannel: { name: 'default', s3BucketName: 'history', ...more },
});
const put = (given: (world: World) => object) => (world: World) => ({
  RemediationConfigurations: [given(world)],
});
const key = [{ resourceType: type, resourceId: 'i-00000000000000001' }] as const;
const noToken = (world: World) => ({ ConfigRuleName: remediated(world), NextToken: 'x' });

const ofRecorders: ServiceRequests['operations'] = {
  PutConfigurationRecorder: {
    answers: [
      (world) => {
        nothing(world);
        const override = { resourceTypes: [type], recordingFrequency: 'CONTINUOUS', description: 'all' };
        return recorder({
          recordingGroup: { allSupported: true, includeGlobalResourceTypes: true },
          recordingMode: { recordingFrequency: 'CONTINUOUS', recordingModeOverrides: [override] },
        });
      },
      recordingGroup({
        resourceTypes: [type],
        recordingStrategy: { useOnly: 'INCLUSION_BY_RESOURCE_TYPES' },
      }),
      recordingGroup({
        exclusionByResourceTypes: { resourceTypes: [type] },
        recordingStrategy: { useOnly: 'EXCLUSION_BY_RESOURCE_TYPES' },
      }),
    ],
    refusals: {
      MaxNumberOfConfigurationRecordersExceededException: withRecorder(recorder({ name: 'other' })),
      ValidationException: recordingGroup({ resourceTypes: ['AWS::None::Thing'] }),
      InvalidConfigurationRecorderNameException: recorder({ name: 'AWSConfigurationRecorderForX' }),
      InvalidRoleException: recorder({ roleARN: '' }),
      InvalidRecordingGroupException: recordingGroup({ allSupported: true, resourceTypes: [type] }),
    },
  },
  DescribeConfigurationRecorders: {
    answers: [withRecorder({ ConfigurationRecorderNames: ['default'] }), without({})],
    refusals: {
      NoSuchConfigurationRecorderException: { ConfigurationRecorderNames: ['none'] },
      ValidationException: { ConfigurationRecorderNames: ['one', 'two'] },
    },
  },
  DescribeConfigurationRecorderStatus: {
    answers: [
      withRecorder({ ConfigurationRecorderNames: ['default'] }),
      (world) => {
        recording(world);
        const { recorders } = world.cloud.config;
        recorders.start(recorders.find('default'));
        recorders.stop(recorders.find('default'));
        return {};
      },
    ],
    refusals: {
      NoSuchConfigurationRecorderException: { ConfigurationRecorderNames: ['none'] },
      ValidationException: { ConfigurationRecorderNames: ['one', 'two'] },
    },
  },
  StartConfigurationRecorder: {
    answers: [withRecorder(named)],
    refusals: {
      NoSuchConfigurationRecorderException: noRecorder,
      NoAvailableDeliveryChannelException: (world) => {
        recording(world);
        world.cloud.config.recorders.removeChannel('default');
        return named;
      },
    },
  },
  StopConfigurationRecorder: {
    answers: [withRecorder(named)],
    refusals: { NoSuchConfigurationRecorderException: noRecorder },
  },
  DeleteConfigurationRecorder: {
    answers: [withRecorder(named)],
    refusals: { NoSuchConfigurationRecorderException: noRecorder },
  },
  PutDeliveryChannel: {
    answers: [
      (world) => {
        nothing(world);
        recording(world);
        return channel({
          ...{ s3KeyPrefix: 'config', s3KmsKeyArn: 'arn:aws:kms:eu-west-1:000000000000:key/one' },
          configSnapshotDeliveryProperties: { deliveryFrequency: 'Six_Hours' },
        });
      },
    ],
    refusals: {
      MaxNumberOfDeliveryChannelsExceededException: withRecorder(channel({ name: 'other' })),
      NoAvailableConfigurationRecorderException: without(channel()),
      NoSuchBucketException: channel({ s3BucketName: '' }),
      InvalidS3KeyPrefixException: channel({ s3KeyPrefix: '' }),
      InvalidS3KmsKeyArnException: channel({ s3KmsKeyArn: 'one' }),
    },
    never: {
      InvalidDeliveryChannelNameException: 'a name of no characters breaks a bound of the model',
      InvalidSNSTopicARNException: 'a topic is not emulated',
      InsufficientDeliveryPolicyException: 'buckets have no policies here',
    },
  },
  DescribeDeliveryChannels: {
    answers: [withRecorder({ DeliveryChannelNames: ['default'] }), without({})],
    refusals: { NoSuchDeliveryChannelException: { DeliveryChannelNames: ['none'] } },
  },
  DeleteDeliveryChannel: {
    answers: [
      (world) => {
        nothing(world);
        recording(world);
        return { DeliveryChannelName: 'default' };
      },
    ],
    refusals: {
      NoSuchDeliveryChannelException: { DeliveryChannelName: 'none' },
      LastDeliveryChannelDeleteFailedException: (world) => {
        recording(world);
        const { recorders } = world.cloud.config;
        recorders.start(recorders.find('default'));
        return { DeliveryChannelName: 'default' };
      },
    },
  },
};

const ofRules: ServiceRequests['operations'] = {
  PutConfigRule: {
    answers: [
      withRecorder({
        ConfigRule: {
          ...{
            ConfigRuleName: 'one',
            Description: 'profiles',
            Source,
            EvaluationModes: [{ Mode: 'DETECTIVE' }],
          },
          Scope: { ComplianceResourceTypes: [type], ComplianceResourceId: 'i-00000000000000001' },
          InputParameters: '{"IamInstanceProfileArnList":"one"}',
        },
      }),
      withRecorder({ ConfigRule: { ConfigRuleName: 'two', Source, Scope: { TagKey: 'a', TagValue: 'b' } } }),
      withRecorder({
        ConfigRule: {
          ...{ ConfigRuleName: 'three', MaximumExecutionFrequency: 'Three_Hours' },
          Source: { ...Source, SourceIdentifier: 'SSM_DOCUMENT_NOT_PUBLIC' },
        },
      }),
    ],
    refusals: {
      InvalidParameterValueException: withRecorder({
        ConfigRule: { ConfigRuleName: 'x', ConfigRuleId: 'one', ConfigRuleArn: 'one', Source },
      }),
      NoAvailableConfigurationRecorderException: without({ ConfigRule: { ConfigRuleName: 'x', Source } }),
    },
    never: {
      MaxNumberOfConfigRulesExceededException: 'it takes 1,000 rules; a test of its own makes them',
      ResourceInUseException: 'a rule is deleted at once',
    },
  },
  DescribeConfigRules: {
    answers: [
      (world) => ({ ConfigRuleNames: [ruleIn(world)], Filters: { EvaluationMode: 'DETECTIVE' } }),
      {},
    ],
    refusals: {
      NoSuchConfigRuleException: { ConfigRuleNames: ['none'] },
      InvalidNextTokenException: { NextToken: 'x' },
    },
    never: { InvalidParameterValueException: 'every value that the model allows is taken' },
  },
  DeleteConfigRule: {
    answers: [(world) => ({ ConfigRuleName: ruleIn(world) })],
    refusals: {
      NoSuchConfigRuleException: noRule,
      ResourceInUseException: (world) => ({ ConfigRuleName: remediated(world) }),
    },
  },
  StartConfigRulesEvaluation: {
    answers: [
      async (world) => {
        const ConfigRuleNames = [ruleIn(world)];
        await world.pass(300);
        return { ConfigRuleNames };
      },
    ],
    refusals: {
      NoSuchConfigRuleException: { ConfigRuleNames: ['none'] },
      LimitExceededException: (world) => ({ ConfigRuleNames: [ruleIn(world)] }),
      InvalidParameterValueException: {},
    },
    never: { ResourceInUseException: 'a rule is deleted at once' },
  },
  GetComplianceDetailsByConfigRule: {
    answers: [
      (world) => ({ ConfigRuleName: ruleIn(world), ComplianceTypes: ['COMPLIANT'], Limit: 0 }),
      async (world) => {
        const { ConfigRuleName } = await inProgress(world);
        return { ConfigRuleName };
      },
    ],
    refusals: {
      NoSuchConfigRuleException: noRule,
      InvalidNextTokenException: (world) => ({ ConfigRuleName: ruleIn(world), NextToken: 'x' }),
      InvalidParameterValueException: (world) => ({
        ConfigRuleName: ruleIn(world),
        ComplianceTypes: ['INSUFFICIENT_DATA'],
      }),
    },
  },
  DescribeComplianceByConfigRule: {
    answers: [
      (world) => ({ ConfigRuleNames: [ruleIn(world)], ComplianceTypes: ['INSUFFICIENT_DATA'] }),
      async (world) => {
        const { ConfigRuleName } = await inProgress(world);
        return { ConfigRuleNames: [ConfigRuleName] };
      },
    ],
    refusals: {
      NoSuchConfigRuleException: { ConfigRuleNames: ['none'] },
      InvalidNextTokenException: { NextToken: 'x' },
    },
    never: { InvalidParameterValueException: 'every value that the model allows is taken' },
  },
};

const ofRemediations: ServiceRequests['operations'] = {
  PutRemediationConfigurations: {
    answers: [
      put((world) => ({
        ...remediation(world),
        ...{ TargetVersion: '1', ResourceType: type, Automatic: true },
        ...{ MaximumAutomaticAttempts: 3, RetryAttemptSeconds: 600 },
        ExecutionControls: { SsmControls: { ConcurrentExecutionRatePercentage: 50, ErrorPercentage: 20 } },
      })),
      put(remediation),
    ],
    refusals: {
      InvalidParameterValueException: put((world) => ({ ...remediation(world), TargetId: 'None' })),
    },
  },
  DescribeRemediationConfigurations: {
    answers: [(world) => ({ ConfigRuleNames: [remediated(world)] }), { ConfigRuleNames: ['none'] }],
  },
  DeleteRemediationConfiguration: {
    answers: [(world) => ({ ConfigRuleName: remediated(world) })],
    refusals: {
      NoSuchRemediationConfigurationException: noRule,
      RemediationInProgressException: async (world) => {
        const { ConfigRuleName } = await inProgress(world);
        return { ConfigRuleName };
      },
    },
    never: { InvalidParameterValueException: 'every value that the model allows is taken' },
  },
  StartRemediationExecution: {
    answers: [(world) => ({ ConfigRuleName: remediated(world), ResourceKeys: key }), inProgress],
    refusals: {
      NoSuchRemediationConfigurationException: { ...noRule, ResourceKeys: key },
      InvalidParameterValueException: (world) => ({
        ConfigRuleName: remediated(world),
        ResourceKeys: [{ resourceType: 'AWS::None::Thing', resourceId: 'x' }],
      }),
    },
  },
  DescribeRemediationExecutionStatus: {
    answers: [inProgress, (world) => ({ ConfigRuleName: remediated(world), Limit: 1 })],
    refusals: {
      NoSuchRemediationConfigurationException: noRule,
      InvalidNextTokenException: noToken,
      InvalidParameterValueException: (world) => ({
        ConfigRuleName: remediated(world),
        ResourceKeys: [{ resourceType: 'AWS::None::Thing', resourceId: 'x' }],
      }),
    },
  },
  DescribeRemediationExceptions: {
    answers: [
      (world) => ({
        ...{ ConfigRuleName: remediated(world), Limit: 1 },
        ResourceKeys: [{ ResourceType: type, ResourceId: 'i-00000000000000001' }],
      }),
      noRule,
    ],
    refusals: { InvalidNextTokenException: noToken },
    never: { InvalidParameterValueException: 'every value that the model allows is taken' },
  },
};

/** The requests to AWS Config. */
export const requestsOfConfig: ServiceRequests = {
  absent: ['UnmodifiableEntityException', 'InsufficientPermissionsException'],
  common: ['AccessDeniedException', 'SerializationException', 'ValidationException'],
  operations: { ...ofRecorders, ...ofRules, ...ofRemediations },
};
