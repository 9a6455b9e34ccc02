import {
  DeleteConfigRuleCommand,
  DescribeComplianceByConfigRuleCommand,
  DescribeConfigRulesCommand,
  GetComplianceDetailsByConfigRuleCommand,
  PutConfigRuleCommand,
  StartConfigRulesEvaluationCommand,
} from '@aws-sdk/client-config-service';
import { EC2Client, ModifyInstanceMetadataOptionsCommand } from '@aws-sdk/client-ec2';
import { describe, expect, it } from 'vitest';
import { sdkSettings } from '../../../../src/account/sdk-settings.ts';
import { configBench, instanceType, recorder, rule } from '../config-bench.ts';

const tokens = { Rule: rule('tokens', 'EC2_IMDSV2_CHECK') };
const managed = { Rule: rule('managed', 'EC2_INSTANCE_MANAGED_BY_SSM') };
const optional = { metadata: { httpEndpoint: 'enabled', httpTokens: 'optional' } } as const;
const ofTokens = { ConfigRuleName: 'tokens' };
const evaluationsOf = ({ cloud }: Awaited<ReturnType<typeof configBench>>, name: string) =>
  cloud.meter.of('config.ruleEvaluations').get(name) ?? 0;

describe('a rule that changes trigger', () => {
  it('tells of an instance in the form of AWS', async () => {
    const { details, launch, pass } = await configBench({ ...recorder, ...tokens });
    const id = launch(optional);
    await pass(600);
    const time = expect.stringMatching(/^2026-01-01T00:\d\d:\d\d\.\d{3}Z$/);
    expect(details).toEqual([
      {
        ...{ resourceId: id, resourceType: instanceType, configRuleName: 'tokens', recordVersion: '1.0' },
        ...{ awsRegion: 'eu-west-1', awsAccountId: '000000000000', notificationCreationTime: time },
        configRuleARN: expect.stringMatching(/:config-rule\/config-rule-[0-9a-f]{6}$/),
        messageType: 'ComplianceChangeNotification',
        newEvaluationResult: {
          evaluationResultIdentifier: {
            evaluationResultQualifier: {
              ...{ configRuleName: 'tokens', resourceType: instanceType, resourceId: id },
            },
            orderingTimestamp: time,
          },
          ...{ complianceType: 'NON_COMPLIANT', resultRecordedTime: time, configRuleInvokedTime: time },
        },
      },
    ]);
  });

  it('finds an instance compliant once it has registered, not applicable when stopped, and again', async () => {
    const { changes, launch, pass, cloud } = await configBench({ ...recorder, ...managed });
    const id = launch({ registration: { kind: 'late', delaySeconds: 3_600 } });
    await pass(3_600);
    expect(changes().map(({ after }) => after)).toEqual(['NON_COMPLIANT']);
    await pass(600);
    expect(changes().map(({ after }) => after)).toEqual(['NON_COMPLIANT', 'COMPLIANT']);
    const instance = cloud.ec2.fleet.find(id);
    if (instance === undefined) throw new Error('no instance');
    cloud.ec2.fleet.stop(instance);
    await pass(600);
    cloud.ec2.fleet.start(instance);
    await pass(600);
    expect(changes().map(({ before, after }) => [before, after])).toEqual([
      [undefined, 'NON_COMPLIANT'],
      ['NON_COMPLIANT', 'COMPLIANT'],
      ['COMPLIANT', 'NOT_APPLICABLE'],
      ['NOT_APPLICABLE', 'COMPLIANT'],
    ]);
  });

  it('finds an instance compliant whose metadata service wants tokens from now on', async () => {
    const { changes, cloud, launch, pass } = await configBench({ ...recorder, ...tokens });
    const InstanceId = launch(optional);
    await pass(600);
    const ec2 = new EC2Client(sdkSettings(cloud));
    await ec2.send(new ModifyInstanceMetadataOptionsCommand({ InstanceId, HttpTokens: 'required' }));
    await pass(600);
    expect(changes().map(({ after }) => after)).toEqual(['NON_COMPLIANT', 'COMPLIANT']);
  });

  it('drops an instance that is terminated', async () => {
    const { changes, config, launch, pass, cloud } = await configBench({ ...recorder, ...tokens });
    const instance = cloud.ec2.fleet.find(launch(optional));
    await pass(600);
    if (instance === undefined) throw new Error('no instance');
    cloud.ec2.fleet.terminate(instance);
    await pass(600);
    expect(changes().map(({ after }) => after)).toEqual(['NON_COMPLIANT', 'NOT_APPLICABLE']);
    const { EvaluationResults } = await config.send(new GetComplianceDetailsByConfigRuleCommand(ofTokens));
    expect(EvaluationResults).toEqual([]);
    const { ComplianceByConfigRules } = await config.send(new DescribeComplianceByConfigRuleCommand({}));
    expect(ComplianceByConfigRules?.[0]?.Compliance).toEqual({ ComplianceType: 'INSUFFICIENT_DATA' });
  });

  it('is evaluated on what there is when it is new, and when it changes', async () => {
    const bench = await configBench(recorder);
    bench.launch(optional);
    await bench.pass(600);
    const ConfigRule = {
      ConfigRuleName: 'tags',
      Source: { Owner: 'AWS', SourceIdentifier: 'REQUIRED_TAGS' },
    } as const;
    for (const key of ['Owner', 'Stage']) {
      const InputParameters = JSON.stringify({ tag1Key: key });
      await bench.config.send(new PutConfigRuleCommand({ ConfigRule: { ...ConfigRule, InputParameters } }));
      await bench.pass(300);
    }
    expect(evaluationsOf(bench, 'tags')).toBe(2);
    expect(bench.changes().map(({ after }) => after)).toEqual(['NON_COMPLIANT']);
  });

  it('that is deleted and made again begins anew', async () => {
    const bench = await configBench({ ...recorder, ...tokens });
    bench.launch();
    await bench.pass(600);
    const Source = { Owner: 'AWS', SourceIdentifier: 'EC2_IMDSV2_CHECK' } as const;
    const put = new PutConfigRuleCommand({ ConfigRule: { ConfigRuleName: 'again', Source } });
    await bench.config.send(put);
    await bench.config.send(new DeleteConfigRuleCommand({ ConfigRuleName: 'again' }));
    await bench.config.send(put);
    await bench.pass(600);
    expect(evaluationsOf(bench, 'again')).toBe(1);
  });

  it('finds what has left its scope not applicable', async () => {
    const Scope = { TagKey: 'Checked' };
    const scoped = { Rule: rule('tokens', 'EC2_IMDSV2_CHECK', { Scope }) };
    const { changes, launch, pass, cloud } = await configBench({ ...recorder, ...scoped });
    const instance = cloud.ec2.fleet.find(launch({ ...optional, tags: { Checked: '' } }));
    launch(optional);
    await pass(600);
    if (instance === undefined) throw new Error('no instance');
    cloud.ec2.fleet.changeTags(instance, {});
    await pass(600);
    expect(changes().map(({ resource, after }) => [resource, after])).toEqual([
      [instance.id, 'NON_COMPLIANT'],
      [instance.id, 'NOT_APPLICABLE'],
    ]);
  });

  it('counts at most 25 resources', async () => {
    const { config, launch, pass } = await configBench({ ...recorder, ...tokens });
    for (let count = 0; count < 30; count++) launch(optional);
    await pass(600);
    const { ComplianceByConfigRules } = await config.send(new DescribeComplianceByConfigRuleCommand({}));
    expect(ComplianceByConfigRules?.[0]?.Compliance).toEqual({
      ComplianceType: 'NON_COMPLIANT',
      ComplianceContributorCount: { CappedCount: 25, CapExceeded: true },
    });
  });
});

describe('an evaluation that somebody asks for', () => {
  const start = new StartConfigRulesEvaluationCommand({ ConfigRuleNames: ['tokens'] });

  it('is of what was recorded, and refuses to begin while another one runs', async () => {
    const bench = await configBench({ ...recorder, ...tokens });
    bench.launch();
    await bench.pass(3_600);
    const before = evaluationsOf(bench, 'tokens');
    await bench.config.send(start);
    const { ConfigRules } = await bench.config.send(new DescribeConfigRulesCommand({}));
    expect(ConfigRules?.[0]?.ConfigRuleState).toBe('EVALUATING');
    await expect(bench.config.send(start)).rejects.toThrow(/in progress/);
    await bench.pass(121);
    expect(evaluationsOf(bench, 'tokens')).toBe(before + 1);
    await bench.config.send(start);
    expect(bench.changes()).toHaveLength(1);
  });
});

describe('a periodic rule', () => {
  it('runs at its frequency, about the documents of the account', async () => {
    const more = { MaximumExecutionFrequency: 'Six_Hours' };
    const bench = await configBench({ ...recorder, Rule: rule('shared', 'SSM_DOCUMENT_NOT_PUBLIC', more) });
    const Content = { schemaVersion: '0.3', mainSteps: [{ name: 'rest', action: 'aws:sleep', inputs: {} }] };
    bench.cloud.ssm.declareDocument({ Name: 'Mine', DocumentType: 'Automation', Content });
    await bench.pass(6 * 3_600 - 1);
    expect(bench.changes()).toEqual([]);
    await bench.pass(12 * 3_600);
    expect(bench.changes()).toMatchObject([{ resource: 'Mine', after: 'COMPLIANT' }]);
    expect(evaluationsOf(bench, 'shared')).toBe(2);
    bench.cloud.ssm.removeDocument('Mine');
    await bench.pass(12 * 3_600);
    expect(bench.changes()).toMatchObject([{ after: 'COMPLIANT' }, { after: 'NOT_APPLICABLE' }]);
  });
});

describe('a rule about data that nothing here has', () => {
  it.each(['PATCH', 'ASSOCIATION'])('has insufficient data: %s', async (what) => {
    const identifier = `EC2_MANAGEDINSTANCE_${what}_COMPLIANCE_STATUS_CHECK`;
    const { config, launch, pass } = await configBench({ ...recorder, Rule: rule('one', identifier) });
    launch();
    await pass(86_400);
    const { ComplianceByConfigRules } = await config.send(new DescribeComplianceByConfigRuleCommand({}));
    expect(ComplianceByConfigRules?.[0]?.Compliance).toEqual({ ComplianceType: 'INSUFFICIENT_DATA' });
  });
});

describe('a fault of evaluations', () => {
  it('makes one late, doubled, or lost for a day', async () => {
    const bench = await configBench({ ...recorder, ...tokens });
    const waits: readonly number[][] = [[3_600_000], [1_000, 2_000], []];
    let next = 0;
    bench.cloud.faults = {
      evaluationTransit: ({ ruleName }) => (ruleName === 'tokens' ? waits[next++] : undefined),
    };
    const launchAndPass = async (seconds: number) => {
      bench.launch();
      await bench.pass(seconds);
      return evaluationsOf(bench, 'tokens');
    };
    expect(await launchAndPass(3_600)).toBe(0);
    await bench.pass(300);
    expect(evaluationsOf(bench, 'tokens')).toBe(1);
    expect(await launchAndPass(600)).toBe(3);
    expect(bench.changes()).toHaveLength(2);
    expect(await launchAndPass(86_400)).toBe(3);
    await bench.pass(600);
    expect(evaluationsOf(bench, 'tokens')).toBe(4);
  });
});
