import { Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { capabilities } from '../../lib/capabilities/capabilities.ts';
import { ConfigurationError, type MusterConfig } from '../../lib/configuration/config.ts';
import { everything } from './everything.ts';
import {
  account,
  configWith,
  synthesize,
  synthesizeOnboarding,
  synthesizeStack,
  withApp,
} from './synthesize.ts';

const otherAccount = '1'.repeat(12);

/** The physical names in a template: those that people and IAM policies type. */
function physicalNames(template: Template | undefined): string[] {
  const named = {
    'AWS::SSM::Document': 'Name',
    'AWS::SSM::Parameter': 'Name',
    'AWS::CloudWatch::Alarm': 'AlarmName',
  };
  return Object.entries(named).flatMap(([type, name]) =>
    Object.values(template?.findResources(type) ?? {}).map(({ Properties }) => `${type} ${Properties[name]}`),
  );
}

describe('without environments', () => {
  it('the single stack fits any account and region', () => {
    withApp({}, (app) => {
      const [stack, ...more] = app.synth().stacks;
      expect(more).toEqual([]);
      expect([stack?.id, stack?.stackName]).toEqual(['MusterOnboarding', 'MusterOnboarding']);
      expect(stack?.environment).toMatchObject({ account: 'unknown-account', region: 'unknown-region' });
    });
  });

  it.each([
    ['eu-central-1', 'aws'],
    ['cn-north-1', 'aws-cn'],
    ['us-gov-west-1', 'aws-us-gov'],
  ])('the command line can bind it to %s, in the partition %s', (region, partition) => {
    withApp(
      {},
      (app) => {
        const [stack] = app.synth().stacks;
        expect(stack?.environment).toMatchObject({ account, region });
        const partitions = JSON.stringify(stack?.template).match(/(?<=arn:)aws[a-z-]*(?=:)/g);
        expect(new Set(partitions)).toEqual(new Set([partition]));
        Template.fromJSON(stack?.template).resourceCountIs('AWS::Lambda::Function', 5);
      },
      region,
    );
  });

  it('a stack is the same alone as among all others', () => {
    const all = synthesize(everything, 'eu-central-1');
    expect(all.size).toBe(capabilities.length);
    for (const [id, template] of all)
      expect(synthesizeStack(id, everything, 'eu-central-1').toJSON(), id).toEqual(template.toJSON());
  });

  it('every resource that takes tags says which stack it belongs to', () => {
    synthesizeOnboarding().allResourcesProperties('AWS::Lambda::Function', {
      Tags: Match.arrayWith([{ Key: 'muster:stack', Value: 'onboarding' }]),
    });
  });
});

describe('with environments', () => {
  const environments = [
    { name: 'prod', account, region: 'eu-central-1' },
    { name: 'china', account: otherAccount, region: 'cn-north-1', overrides: { launchDelaySeconds: 60 } },
  ];

  it('each has its stack, bound to its account and region, whatever the command line says', () => {
    withApp(
      { environments },
      (app) => {
        const stacks = app.synth().stacks.toSorted((a, b) => b.id.localeCompare(a.id));
        expect(stacks.map(({ id, stackName }) => [id, stackName])).toEqual([
          ['MusterOnboarding-prod', 'MusterOnboarding'],
          ['MusterOnboarding-china', 'MusterOnboarding'],
        ]);
        expect(stacks.map(({ environment }) => [environment.account, environment.region])).toEqual([
          [account, 'eu-central-1'],
          [otherAccount, 'cn-north-1'],
        ]);
      },
      'us-east-1',
    );
  });

  it('the physical names and the logical ids are the same in each', () => {
    const templates = synthesize({ environments });
    const [prod, china] = [templates.get('MusterOnboarding-prod'), templates.get('MusterOnboarding-china')];
    expect(physicalNames(prod)).toContain('AWS::SSM::Document Muster-InstallAgentLinux');
    expect(physicalNames(prod)).toEqual(physicalNames(china));
    expect(physicalNames(prod)).toEqual(physicalNames(synthesizeOnboarding()));
    expect(Object.keys(prod?.toJSON().Resources)).toEqual(Object.keys(china?.toJSON().Resources));
  });

  it('overrides only reach the template of their environment', () => {
    const templates = synthesize({ environments });
    templates.get('MusterOnboarding-china')?.hasResourceProperties('AWS::SQS::Queue', { DelaySeconds: 60 });
    templates.get('MusterOnboarding-prod')?.hasResourceProperties('AWS::SQS::Queue', { DelaySeconds: 180 });
  });
});

describe('a wrong configuration', () => {
  it('refuses to define any stack, and reports mistakes of form and of documents together', () => {
    const wrong = configWith({
      concurrencyMax: 1,
      profiles: [{ name: 'all', documents: { Linux: { document: 'Other' } } }],
    });
    expect(() => synthesize(wrong)).toThrow(ConfigurationError);
    expect(() => synthesize(wrong)).toThrow(
      /2 mistakes.*\n.*concurrencyMax: received 1.*\n.*received "Other"/,
    );
  });
});

describe('packages that are still the example', () => {
  const warningsOf = (fields: MusterConfig) =>
    withApp(fields, (app) => {
      const stacks = app.node.children.filter(Stack.isStack);
      return stacks.flatMap((stack) => Annotations.fromStack(stack).findWarning('*', Match.anyValue()));
    }).map(({ entry }) => String(entry.data));
  const agent = (Packages: string) => ({ InstallAgentLinux: { ...real, Packages } });
  const real = { AgentName: 'agent', AgentVersion: '1.0', ServiceName: 'agent' };
  const profiles = [{ name: 'all', documents: { Linux: { document: 'InstallAgentLinux' } } }];
  const address = 'any/x86_64=https://packages.acme.io/example.com/agent.tar.gz';

  it('give a warning with their paths and what would happen', () => {
    const [warning, ...more] = warningsOf({});
    expect(more).toEqual([]);
    expect(warning).toContain(
      'REPLACE the example in documents.InstallAgentLinux.Packages and documents.InstallAgentWindows.Packages of ',
    );
    expect(warning).toContain('exit code 20 (download failed) or 21 (checksum wrong)');
  });

  it.each([
    ['a checksum of zeros', agent(`${address}#${'0'.repeat(64)}`), 1],
    ['an address at example.com', agent(`any/arm64=https://example.com/a.deb#${'1'.repeat(64)}`), 1],
    ['an address below example.org', agent(`any/arm64=https://a.b.example.org:1/a#${'1'.repeat(64)}`), 1],
    ['a package of its own', agent(`${address}#${'0'.repeat(63)}1`), 0],
  ])('are known by %s', (_, documents, count) => {
    expect(warningsOf({ documents, profiles })).toHaveLength(count);
  });

  it('are found in a profile too', () => {
    const Packages = `${address}#${'0'.repeat(64)}`;
    const Linux = { document: 'InstallAgentLinux', parameters: { Packages } };
    const [warning] = warningsOf({
      documents: { InstallAgentLinux: real },
      profiles: [{ name: 'all', documents: { Linux } }],
    });
    expect(warning).toContain('in profiles[0].documents.Linux.parameters.Packages of');
  });
});
