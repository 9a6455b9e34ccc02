import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import type { MusterConfig } from '../../../../../lib/configuration/config.ts';
import { synthesizeStack } from '../../../synthesize.ts';
import { remediationExample } from '../example.ts';

const templateOf = (remediation: NonNullable<MusterConfig['remediation']>) =>
  synthesizeStack('MusterRemediation', { remediation });

describe('the rules of AWS Config', () => {
  it('are none until they are named', () => {
    const template = templateOf({});
    for (const type of ['ConfigRule', 'RemediationConfiguration', 'ConfigurationRecorder'])
      template.resourceCountIs(`AWS::Config::${type}`, 0);
  });

  it('are those that are named, each of AWS, by the name that its trigger knows', () => {
    const rules = templateOf(remediationExample).findResources('AWS::Config::ConfigRule');
    const named = Object.values(rules).map(
      ({ Properties: { ConfigRuleName: name, Source: source } }) => `${name} ${source.SourceIdentifier}`,
    );
    expect(named.sort()).toEqual([
      'Muster-associationCompliance EC2_MANAGEDINSTANCE_ASSOCIATION_COMPLIANCE_STATUS_CHECK',
      'Muster-documentsNotPublic SSM_DOCUMENT_NOT_PUBLIC',
      'Muster-imdsv2 EC2_IMDSV2_CHECK',
      'Muster-instanceManaged EC2_INSTANCE_MANAGED_BY_SSM',
      'Muster-instanceProfileAttached EC2_INSTANCE_PROFILE_ATTACHED',
      'Muster-patchCompliance EC2_MANAGEDINSTANCE_PATCH_COMPLIANCE_STATUS_CHECK',
      'Muster-requiredTags REQUIRED_TAGS',
    ]);
  });

  it('give their tags in the form of the rule: no value allows every value', () => {
    templateOf(remediationExample).hasResourceProperties('AWS::Config::ConfigRule', {
      ConfigRuleName: 'Muster-requiredTags',
      InputParameters: {
        tag1Key: 'CostCenter',
        tag1Value: Match.absent(),
        tag2Key: 'Environment',
        tag2Value: 'prod,test',
      },
    });
  });

  it('hand what they find to their runbook, with a dry run unless told otherwise', () => {
    const template = templateOf(remediationExample);
    template.hasResourceProperties('AWS::Config::RemediationConfiguration', {
      ...{ TargetId: 'Muster-AttachInstanceProfile', Automatic: true, MaximumAutomaticAttempts: 3 },
      Parameters: {
        InstanceId: { ResourceValue: { Value: 'RESOURCE_ID' } },
        DryRun: { StaticValue: { Values: ['false'] } },
        AutomationAssumeRole: { StaticValue: { Values: [Match.anyValue()] } },
      },
    });
    template.hasResourceProperties('AWS::Config::RemediationConfiguration', {
      ...{ TargetId: 'Muster-RequireImdsv2', Automatic: false },
      Parameters: Match.objectLike({ DryRun: { StaticValue: { Values: ['true'] } } }),
      ExecutionControls: { SsmControls: { ConcurrentExecutionRatePercentage: 20, ErrorPercentage: 50 } },
    });
  });

  it('may grant access to what they find unmanaged, and attach profiles by another rule', () => {
    const rules = {
      instanceManaged: { remediate: { runbook: 'GrantInstanceAccess' } },
      instanceProfileAttached: { remediate: {} },
    } as const;
    const found = templateOf({ rules }).findResources('AWS::Config::RemediationConfiguration');
    expect(
      Object.values(found)
        .map(({ Properties: { TargetId: target } }) => target)
        .sort(),
    ).toEqual(['Muster-AttachInstanceProfile', 'Muster-GrantInstanceAccess']);
  });

  it('have a recorder of what they judge and of nothing else, where one is asked for', () => {
    const rules = { imdsv2: {}, instanceManaged: {} };
    templateOf({ recorder: 'create', rules }).hasResourceProperties('AWS::Config::ConfigurationRecorder', {
      RecordingGroup: {
        AllSupported: false,
        ResourceTypes: ['AWS::EC2::Instance', 'AWS::SSM::ManagedInstanceInventory'],
      },
    });
    templateOf({ rules }).resourceCountIs('AWS::Config::ConfigurationRecorder', 0);
  });
});
