import { ConfigServiceClient, StartRemediationExecutionCommand } from '@aws-sdk/client-config-service';
import { DescribeAutomationExecutionsCommand, SSMClient } from '@aws-sdk/client-ssm';
import { type Instance, sdkSettings } from 'local-cloud';
import { describe, expect, it } from 'vitest';
import { assemblyFolderWith } from '../synthesized.ts';
import { type Application, specOf, startApplication } from './application.ts';

const rule = 'Muster-instanceManaged';

/** The application with the rule that finds instances which nobody manages, and with the runbook that mends them. */
async function start(when: 'automatically' | 'on-request', dryRun = false): Promise<Application> {
  const rules = { instanceManaged: { remediate: { when, dryRun } } };
  const folder = assemblyFolderWith({ remediation: { recorder: 'create', rules } });
  return startApplication(1, folder, ['remediation']);
}

/** Launches an instance that nobody gave an instance profile. */
function launch({ cloud }: Application): Instance {
  const { instanceProfileArn: _, ...spec } = specOf('amazonLinux2023');
  const registration = { kind: 'never', cause: 'no-instance-profile' } as const;
  const [instance] = cloud.ec2.launch([{ ...spec, registration }]);
  if (instance === undefined) throw new Error('one instance');
  return instance;
}

/** What the roster says of an instance, in two words. */
function told(application: Application, { id }: Instance): string {
  const { status, reason } = application.roster().get(id) ?? {};
  return `${status} ${reason}`;
}

async function executionsOf({ cloud }: Application) {
  const { AutomationExecutionMetadataList: found = [] } = await new SSMClient(sdkSettings(cloud)).send(
    new DescribeAutomationExecutionsCommand({}),
  );
  return found.map(({ DocumentName: name, AutomationExecutionStatus: status }) => `${name} ${status}`);
}

describe('an instance without an instance profile', () => {
  it('is unmanaged, is found by the rule, gets a profile from a person, registers late, and is onboarded', async () => {
    const application = await start('on-request');
    const instance = launch(application);
    await application.pass(180);
    expect(told(application, instance)).toBe('unmanaged NoInstanceProfile');
    expect(await executionsOf(application)).toEqual([]);

    const config = new ConfigServiceClient(sdkSettings(application.cloud));
    const ResourceKeys = [{ resourceType: 'AWS::EC2::Instance' as const, resourceId: instance.id }];
    await config.send(new StartRemediationExecutionCommand({ ConfigRuleName: rule, ResourceKeys }));
    await application.pass(60);
    expect(await executionsOf(application)).toEqual(['Muster-AttachInstanceProfile Success']);
    expect(told(application, instance)).toBe('onboarded Onboarded');
  });

  it('is mended by the rule itself, before Muster calls it unmanaged', async () => {
    const application = await start('automatically');
    const instance = launch(application);
    await application.pass(60);
    expect(told(application, instance)).toBe('onboarded Onboarded');
    expect(await executionsOf(application)).toEqual(['Muster-AttachInstanceProfile Success']);
  });

  it('stays as it is on a dry run', async () => {
    const application = await start('automatically', true);
    const instance = launch(application);
    await application.pass(180);
    expect(told(application, instance)).toBe('unmanaged NoInstanceProfile');
    expect(instance.instanceProfileArn).toBeUndefined();
    expect(new Set(await executionsOf(application))).toEqual(
      new Set(['Muster-AttachInstanceProfile Success']),
    );
  });
});
