import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type App, Stack, Validations } from 'aws-cdk-lib';
import { CfnTable } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { AwsSolutionsChecks } from 'cdk-nag';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import { environments, everything } from '../everything.ts';
import { withApp } from '../synthesize.ts';

const reportSchema = z.object({
  pluginReports: z.array(
    z.object({
      pluginName: z.string(),
      violations: z.array(
        z.object({
          ruleName: z.string(),
          description: z.string(),
          violatingConstructs: z.array(z.object({ constructPath: z.string().optional() })),
        }),
      ),
    }),
  ),
});

/**
 * The findings of cdk-nag (AwsSolutions) and of the validation in aws-cdk-lib that nobody acknowledged beside
 * their resource. Warnings count too: for the validation, a value outside an enum is only a warning (W3030),
 * but CloudFormation refuses it.
 */
function findingsIn(app: App): string[] {
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app, { verbose: true }));
  const { directory } = app.synth();
  const text = readFileSync(join(directory, 'validation-report.json'), 'utf8');
  const { pluginReports } = reportSchema.parse(JSON.parse(text));
  return pluginReports.flatMap(({ violations }) =>
    violations.flatMap(({ ruleName, description, violatingConstructs }) =>
      violatingConstructs.map(({ constructPath }) => `${constructPath}: ${ruleName}: ${description}`),
    ),
  );
}

/** A stack with one mistake for each of the two to find. */
function addWrongStack(app: App): void {
  const stack = new Stack(app, 'Wrong');
  const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  role.addToPolicy(new PolicyStatement({ actions: ['s3:*'], resources: ['*'] }));
  new Topic(stack, 'Topic');
  new CfnTable(stack, 'Table', {
    keySchema: [{ attributeName: 'a', keyType: 'HASH' }],
    attributeDefinitions: [{ attributeName: 'a', attributeType: 'S' }],
    billingMode: 'BY_MOOD',
  });
}

describe('cdk-nag (AwsSolutions) and the validation of aws-cdk-lib', () => {
  let findings: readonly string[];

  // One synthesis for both tests, because the validation takes some seconds.
  beforeAll(() => {
    vi.stubEnv('CDK_VALIDATION', 'true');
    findings = withApp({ ...everything, environments }, (app) => {
      addWrongStack(app);
      return findingsIn(app);
    });
  });
  afterAll(() => {
    vi.unstubAllEnvs();
  });

  it('find in no place anything unacknowledged, except our own warnings', () => {
    const own = findings.filter((finding) => !finding.startsWith('Wrong/'));
    expect(own.filter((finding) => !finding.includes('Annotation::muster:'))).toEqual([]);
  });

  it('have our warnings: about the example agent', () => {
    const warnings = findings.flatMap((finding) => /Annotation::(muster:[a-z-]+)/.exec(finding)?.[1] ?? []);
    expect([...new Set(warnings)].sort()).toEqual(['muster:example-packages']);
  });

  it.each([
    ['a wildcard', 'Wrong/Role/DefaultPolicy/Resource: AwsSolutions-IAM5[Action::s3:*]'],
    ['a topic without TLS', 'Wrong/Topic/Resource: AwsSolutions-SNS3'],
    ['a value outside an enum', 'Wrong/Table: W3030: BillingMode'],
    ['a missing property', 'Wrong/Table: F3003'],
  ])('would find %s', (_, beginning) => {
    expect(findings.filter((finding) => finding.startsWith(beginning))).toHaveLength(1);
  });
});
