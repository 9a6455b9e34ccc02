import { mkdtempSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultPlace, LocalCloud, platforms, startServer, stopServer, succeedingScript } from 'local-cloud';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installedClis, runCli } from './installed-clis.ts';

const home = mkdtempSync(join(tmpdir(), 'muster-aws-config-'));
const [cli] = installedClis();
if (cli === undefined)
  process.stderr.write(
    'skipped: the AWS CLI is not installed (test/bin/commands/local/serve-locally/aws-config.test.ts)\n',
  );

const cloud = new LocalCloud({ ...defaultPlace, seed: 1, startMs: Date.UTC(2026, 0, 1) });
let server: Server;
let url = '';

beforeAll(async () => {
  const content = {
    ...{ schemaVersion: '0.3', parameters: { InstanceId: { type: 'String' } } },
    mainSteps: [{ name: 'rest', action: 'aws:sleep', inputs: { Duration: 'PT1S' } }],
  };
  cloud.ssm.declareDocument({ Name: 'Mend', DocumentType: 'Automation', Content: content });
  const started = await startServer(cloud, 0);
  server = started.server;
  url = `http://127.0.0.1:${started.port}`;
});

afterAll(() => {
  stopServer(server);
  rmSync(home, { recursive: true });
});

/** What a command prints: words without spaces, and then the last values. */
async function aws(words: string, ...values: readonly string[]) {
  const printed = await runCli({ program: 'aws' }, { url, region: cloud.region, home }, [
    ...words.split(' '),
    ...values,
  ]);
  return printed === '' ? undefined : JSON.parse(printed);
}

function launch(): string {
  const { amazonLinux2023: platform } = platforms;
  const [instance] = cloud.ec2.launch([
    {
      ...{ platform, architecture: 'x86_64', imageId: 'ami-0c1d00000000002000', instanceType: 't3.micro' },
      ...{ availabilityZone: 'us-east-1a', vpcId: 'vpc-1', subnetId: 'subnet-1', tags: {} },
      ...{ agentVersion: '3.3.4177.0', registration: { kind: 'normal' }, script: succeedingScript },
    },
  ]);
  return instance?.id ?? '';
}

describe.skipIf(cli === undefined)('AWS Config, typed into the AWS CLI', () => {
  it('records, evaluates and remediates an instance without a profile', async () => {
    const role = 'arn:aws:iam::000000000000:role/config';
    const recorder = `name=default,roleARN=${role}`;
    await aws('configservice put-configuration-recorder --configuration-recorder', recorder);
    const channel = 'name=default,s3BucketName=history';
    await aws('configservice put-delivery-channel --delivery-channel', channel);
    const rule = {
      ...{ ConfigRuleName: 'attached' },
      Source: { Owner: 'AWS', SourceIdentifier: 'EC2_INSTANCE_PROFILE_ATTACHED' },
    };
    const remediation = {
      ...{ ConfigRuleName: 'attached', TargetType: 'SSM_DOCUMENT', TargetId: 'Mend' },
      Parameters: { InstanceId: { ResourceValue: { Value: 'RESOURCE_ID' } } },
    };
    await Promise.all([
      aws('configservice start-configuration-recorder --configuration-recorder-name default'),
      aws('configservice put-config-rule --config-rule', JSON.stringify(rule)),
    ]);
    const id = launch();
    const configurations = JSON.stringify([remediation]);
    const put = 'configservice put-remediation-configurations --remediation-configurations';
    expect(await aws(put, configurations)).toEqual({ FailedBatches: [] });
    await cloud.pass(600);

    const ofRule = '--config-rule-name attached';
    const [rules, compliance, details] = await Promise.all([
      aws('configservice describe-config-rules'),
      aws('configservice describe-compliance-by-config-rule'),
      aws(`configservice get-compliance-details-by-config-rule ${ofRule}`),
    ]);
    expect(rules.ConfigRules).toMatchObject([{ ...rule, ConfigRuleState: 'ACTIVE' }]);
    expect(compliance.ComplianceByConfigRules).toMatchObject([
      { Compliance: { ComplianceType: 'NON_COMPLIANT', ComplianceContributorCount: { CappedCount: 1 } } },
    ]);
    const qualifier = { ConfigRuleName: 'attached', ResourceType: 'AWS::EC2::Instance', ResourceId: id };
    expect(details.EvaluationResults).toMatchObject([
      {
        EvaluationResultIdentifier: { EvaluationResultQualifier: qualifier },
        ComplianceType: 'NON_COMPLIANT',
      },
    ]);

    const key = `resourceType=AWS::EC2::Instance,resourceId=${id}`;
    await aws(`configservice start-remediation-execution ${ofRule} --resource-keys`, key);
    await cloud.pass(60);
    const done = await aws(`configservice describe-remediation-execution-status ${ofRule}`);
    expect(done.RemediationExecutionStatuses).toMatchObject([
      { State: 'SUCCEEDED', StepDetails: [{ Name: 'rest', State: 'SUCCEEDED' }] },
    ]);
  }, 60_000);

  it('is refused a rule that is not there, and says why', async () => {
    await expect(aws('configservice delete-config-rule --config-rule-name none')).rejects.toThrow(
      /NoSuchConfigRuleException.*The ConfigRule 'none' provided in the request is invalid/,
    );
  });
});
