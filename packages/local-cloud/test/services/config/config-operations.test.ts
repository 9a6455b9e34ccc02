import { expect, it } from 'vitest';
import { configBench, recorder, region, rule } from './config-bench.ts';

const place = `arn:aws:config:${region}:000000000000`;
const Source = { Owner: 'AWS', SourceIdentifier: 'EC2_IMDSV2_CHECK' };

/** An account with a rule and a role, which is allowed an action on a resource. */
async function called(name: string, input: object, Resource: string) {
  const { cloud } = await configBench({ ...recorder, Rule: rule('tokens', 'EC2_IMDSV2_CHECK') });
  const roleArn = 'arn:aws:iam::000000000000:role/caller';
  const Action = `config:${name}`;
  const document = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource }] };
  cloud.access.attachToRole(roleArn, 'given', document);
  const outcome = cloud.gateway.call({ service: 'config', name, input }, { kind: 'role', roleArn });
  return 'refusal' in outcome ? outcome.refusal : undefined;
}

it.each([
  ['PutConfigRule', { ConfigRule: { ConfigRuleName: 'new', Source } }, `${place}:config-rule/*`],
  ['DeleteConfigRule', { ConfigRuleName: 'tokens' }, `${place}:config-rule/config-rule-*`],
  ['DescribeConfigRules', {}, '*'],
  [
    'StopConfigurationRecorder',
    { ConfigurationRecorderName: 'default' },
    `${place}:configuration-recorder/default/*`,
  ],
  ['DescribeRemediationConfigurations', { ConfigRuleNames: ['x'] }, `${place}:remediation-configuration/*`],
])('IAM judges a call of %s by the resource that AWS names', async (name, input, resource) => {
  expect(await called(name, input, resource)).toBeUndefined();
  const refusal = await called(name, input, `${place}:other/*`);
  expect(refusal).toMatchObject({ code: 'AccessDeniedException', statusCode: 400 });
  expect(refusal?.message).toContain(`is not authorized to perform: config:${name}`);
});
