import type { Operation } from '../../core/service.ts';
import type { ConfigWorld } from './config-world.ts';
import { deleteConfigRule } from './operations/delete-config-rule.ts';
import { deleteConfigurationRecorder } from './operations/delete-configuration-recorder.ts';
import { deleteDeliveryChannel } from './operations/delete-delivery-channel.ts';
import { deleteRemediationConfiguration } from './operations/delete-remediation-configuration.ts';
import { deleteRemediationExceptions } from './operations/delete-remediation-exceptions.ts';
import { describeComplianceByConfigRule } from './operations/describe-compliance-by-config-rule.ts';
import { describeConfigRules } from './operations/describe-config-rules.ts';
import { describeConfigurationRecorderStatus } from './operations/describe-configuration-recorder-status.ts';
import { describeConfigurationRecorders } from './operations/describe-configuration-recorders.ts';
import { describeDeliveryChannels } from './operations/describe-delivery-channels.ts';
import { describeRemediationConfigurations } from './operations/describe-remediation-configurations.ts';
import { describeRemediationExceptions } from './operations/describe-remediation-exceptions.ts';
import { describeRemediationExecutionStatus } from './operations/describe-remediation-execution-status.ts';
import { getComplianceDetailsByConfigRule } from './operations/get-compliance-details-by-config-rule.ts';
import { putConfigRule } from './operations/put-config-rule.ts';
import { putConfigurationRecorder } from './operations/put-configuration-recorder.ts';
import { putDeliveryChannel } from './operations/put-delivery-channel.ts';
import { putRemediationConfigurations } from './operations/put-remediation-configurations.ts';
import { startConfigRulesEvaluation } from './operations/start-config-rules-evaluation.ts';
import { startConfigurationRecorder } from './operations/start-configuration-recorder.ts';
import { startRemediationExecution } from './operations/start-remediation-execution.ts';
import { stopConfigurationRecorder } from './operations/stop-configuration-recorder.ts';

/** The operations by API name, each in a file of its name. */
export function configOperations(world: ConfigWorld) {
  return {
    DeleteConfigRule: deleteConfigRule(world),
    DeleteConfigurationRecorder: deleteConfigurationRecorder(world),
    DeleteDeliveryChannel: deleteDeliveryChannel(world),
    DeleteRemediationConfiguration: deleteRemediationConfiguration(world),
    DeleteRemediationExceptions: deleteRemediationExceptions(world),
    DescribeComplianceByConfigRule: describeComplianceByConfigRule(world),
    DescribeConfigRules: describeConfigRules(world),
    DescribeConfigurationRecorderStatus: describeConfigurationRecorderStatus(world),
    DescribeConfigurationRecorders: describeConfigurationRecorders(world),
    DescribeDeliveryChannels: describeDeliveryChannels(world),
    DescribeRemediationConfigurations: describeRemediationConfigurations(world),
    DescribeRemediationExceptions: describeRemediationExceptions(world),
    DescribeRemediationExecutionStatus: describeRemediationExecutionStatus(world),
    GetComplianceDetailsByConfigRule: getComplianceDetailsByConfigRule(world),
    PutConfigRule: putConfigRule(world),
    PutConfigurationRecorder: putConfigurationRecorder(world),
    PutDeliveryChannel: putDeliveryChannel(world),
    PutRemediationConfigurations: putRemediationConfigurations(world),
    StartConfigRulesEvaluation: startConfigRulesEvaluation(world),
    StartConfigurationRecorder: startConfigurationRecorder(world),
    StartRemediationExecution: startRemediationExecution(world),
    StopConfigurationRecorder: stopConfigurationRecorder(world),
  } satisfies Record<string, Operation>;
}
