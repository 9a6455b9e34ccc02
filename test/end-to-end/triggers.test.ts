import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { DescribeAutomationExecutionsCommand, ListCommandsCommand, SSMClient } from '@aws-sdk/client-ssm';
import { type Instance, sdkSettings } from 'local-cloud';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { declareAwsDocuments } from '../../simulator/remediation/aws-documents.ts';
import { assemblyFolderWith } from '../synthesized.ts';
import { type Application, specOf, startApplication } from './application.ts';

const on = (type: string) => ({ source: ['shop.orders'], 'detail-type': [type] });
const node = '$.detail.id';

/** What a user may want: a runbook, a document, a look; and a rule that its own runbook breaks. */
const remediation = {
  triggers: {
    scan: { pattern: on('Scan'), node, runbook: 'PatchInstance', parameters: { Operation: '$.detail.how' } },
    hello: {
      ...{ pattern: on('Hello'), node, document: 'AWS-RunShellScript' },
      parameters: { commands: '{ echo hello; }' },
    },
    look: { pattern: on('Look'), node },
    loop: {
      pattern: {
        ...{ source: [{ prefix: 'aws.s' }] },
        'detail-type': ['EC2 Command Invocation Status-change Notification'],
        detail: { 'document-name': ['AWS-RunShellScript'], status: ['Success'] },
      },
      ...{ node: '$.detail.instance-id', document: 'AWS-RunShellScript', perNodeDayMax: 2 },
      parameters: { commands: 'echo again' },
    },
  },
};

let application: Application;
let instance: Instance;
let ssm: SSMClient;

beforeAll(async () => {
  application = await startApplication(1, assemblyFolderWith({ remediation }), ['remediation']);
  declareAwsDocuments(application.cloud);
  ssm = new SSMClient(sdkSettings(application.cloud));
  const [launched] = application.cloud.ec2.launch([specOf('amazonLinux2023')]);
  if (launched === undefined) throw new Error('one instance');
  instance = launched;
  await application.pass(60);
});
afterEach(() => {
  application.cloud.faults = {};
});

/** Puts an event on the bus, as an application of the user does, and lets its trigger act. */
async function put(type: string, detail: object): Promise<void> {
  const events = new EventBridgeClient(sdkSettings(application.cloud));
  const Entries = [{ Source: 'shop.orders', DetailType: type, Detail: JSON.stringify(detail) }];
  await events.send(new PutEventsCommand({ Entries }));
  await application.pass(60);
}

async function executionsOf(name: string) {
  const { AutomationExecutionMetadataList: all = [] } = await ssm.send(
    new DescribeAutomationExecutionsCommand({ Filters: [{ Key: 'DocumentNamePrefix', Values: [name] }] }),
  );
  return all.map(({ AutomationExecutionStatus: status }) => status);
}

describe('a trigger', () => {
  it('starts a runbook with what the event says', async () => {
    await put('Scan', { id: instance.id, how: 'Scan' });
    expect(await executionsOf('Muster-PatchInstance')).toHaveLength(1);
  });

  it('starts it once for an event that comes three times', async () => {
    application.cloud.faults = { transit: () => [10, 20_000, 300_000] };
    await put('Scan', { id: instance.id, how: 'Scan' });
    expect(await executionsOf('Muster-PatchInstance')).toHaveLength(2);
  });

  it('sends a document', async () => {
    await put('Hello', { id: instance.id });
    expect(await executionsOf('Muster-trigger-hello')).toEqual(['Success']);
    const { Commands: commands = [] } = await ssm.send(new ListCommandsCommand({}));
    expect(commands).toContainEqual(
      expect.objectContaining({
        ...{ DocumentName: 'AWS-RunShellScript', InstanceIds: [instance.id] },
        Parameters: { commands: ['{ echo hello; }'] },
      }),
    );
  });

  it('acts on an instance so many times a day, although its own document sets it off', async () => {
    expect(await executionsOf('Muster-trigger-loop')).toEqual(['Success', 'Success']);
    expect(rung()).toEqual(['Muster/Remediation/ActionsRefused ALARM']);
  });

  it('has Muster decide anew', async () => {
    const calls = () =>
      application
        .lines('lambda.end')
        .filter(({ fields }) => /OnboardFunction/.test(String(fields['function'])));
    const before = calls().length;
    await put('Look', { id: instance.id });
    expect(calls().length).toBe(before + 1);
    expect(application.roster().get(instance.id)).toMatchObject({ status: 'onboarded' });
  });

  it('leaves an event alone that names no instance, and an alarm tells', async () => {
    await put('Scan', { id: 'i-am-no-id', how: 'Scan' });
    expect(await executionsOf('Muster-PatchInstance')).toHaveLength(2);
    expect(rung()).toHaveLength(2);
  });
});

/** The alarms that went off, each time. */
function rung(): string[] {
  return application
    .lines('cloudwatch.alarm')
    .filter(({ fields }) => fields['to'] === 'ALARM')
    .map(({ fields }) => `${fields['alarm']} ALARM`);
}
