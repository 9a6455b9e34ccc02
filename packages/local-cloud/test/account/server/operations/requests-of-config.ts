import {
  inProgress,
  remediated,
  remediation,
  ruleIn,
  Source,
  type,
  without,
  withRecorder,
} from './given-config.ts';
import type { ServiceRequests } from './requests.ts';
import { ofRecorders } from './requests-of-config-recorders.ts';
import type { World } from './world.ts';

const noRule = { ConfigRuleName: 'none' };
const put = (given: (world: World) => object) => (world: World) => ({
  RemediationConfigurations: [given(world)],
});
const key = [{ resourceType: type, resourceId: 'i-00000000000000001' }] as const;
const noToken = (world: World) => ({ ConfigRuleName: remediated(world), NextToken: 'x' });

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
  DeleteRemediationExceptions: {
    answers: [
      (world) => {
        const ConfigRuleName = remediated(world);
        const resource = { type, id: 'i-00000000000000001' };
        const { exceptions } = world.cloud.config.remediations.get(ConfigRuleName);
        exceptions.set(`${resource.type}/${resource.id}`, { resource, message: 'given up' });
        const others = [{ ResourceType: type, ResourceId: 'i-00000000000000002' }];
        return { ConfigRuleName, ResourceKeys: [{ ResourceType: type, ResourceId: resource.id }, ...others] };
      },
    ],
    refusals: {
      NoSuchRemediationExceptionException: (world) => ({
        ConfigRuleName: remediated(world),
        ResourceKeys: [{ ResourceType: type, ResourceId: 'i-00000000000000002' }],
      }),
    },
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
