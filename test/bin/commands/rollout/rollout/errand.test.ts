import { CreateDocumentCommand, SSMClient, UpdateDocumentCommand } from '@aws-sdk/client-ssm';
import { sdkSettings } from 'local-cloud';
import { beforeAll, describe, expect, it } from 'vitest';
import { specOf } from '../../../../end-to-end/application.ts';
import { assemblyFolderWith } from '../../../../synthesized.ts';
import { serveApplication } from '../../../account/served-application.ts';

const document = 'Acme-Rotate';
const content = {
  schemaVersion: '2.2',
  description: 'Rotates what is old.',
  parameters: {
    Mode: { type: 'String', allowedValues: ['soft', 'hard'] },
    Files: { type: 'StringList', default: [], allowedPattern: '^/[a-z/]*$' },
  },
  mainSteps: [
    {
      action: 'aws:runShellScript',
      name: 'rotate',
      inputs: { runCommand: ['rotate {{ Mode }} {{ Files }}'] },
    },
  ],
};

const application = serveApplication(
  assemblyFolderWith({ rolloutDocuments: [document, 'Acme-Missing', 'AWS-UpdateSSMAgent'] }),
);
const muster = (...args: readonly string[]) => application().musterAs('rollout', 'rollout', ...args);
const quick = ['--waves', '1,100%', '--zone-cap', '100%', '--bake-minutes', '0'];
const soft = ['--document', document, '--parameters', 'Mode=soft', 'Files=/var/log', 'Files=/srv'];

/** What an entry says of what its instance has. */
const had = () =>
  [...application().roster().values()].map((entry) =>
    ['status', 'profile', 'document', 'documentVersion', 'onboardedAt'].map((name) => entry[name]),
  );
const errands = () =>
  [...application().roster().values()].map(({ errand = '' }) => errand.replace(/ \d{13}/, ''));

/** The commands that sent the document, as Systems Manager lists them. */
const sent = () => commands().filter(({ Command }) => Command.DocumentName === document);
const sentIds = () => sent().map(({ id }) => id);

/** Every command, once for each of its instances. */
function commands() {
  const { cloud } = application();
  const { Commands = [] } = cloud.ssm.operations.ListCommands.run({}, cloud.administrator());
  return Commands.flatMap((Command) => (Command.InstanceIds ?? []).map((id) => ({ id, Command })));
}

/** The roll-out that was started. */
const idOf = (stdout: string) => stdout.match(/Started (\S+):/)?.[1];

let before: ReturnType<typeof had>;

/** Three instances of Linux and one of Windows. On the first of them the second command fails. */
beforeAll(async () => {
  const { cloud } = application();
  const script = { ...specOf('amazonLinux2023').script, exitCodes: [0, 1, 0] } as const;
  cloud.ec2.fleet.launch([
    specOf('amazonLinux2023', { script }),
    specOf('amazonLinux2023'),
    specOf('amazonLinux2023'),
    specOf('windowsServer2022'),
  ]);
  const ssm = new SSMClient(sdkSettings(cloud));
  const create = { Name: document, DocumentType: 'Command', Content: JSON.stringify(content) } as const;
  await ssm.send(new CreateDocumentCommand(create));
  await application().pass(30);
  before = had();
});

describe('a roll-out that sends a document once to each instance', () => {
  it('tells what it sends, in which waves, and who is left out', async () => {
    const { status, stdout, stderr } = await muster('plan', ...soft, ...quick);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/ is for 3 instances\./);
    expect(stdout).toContain(`${document} version 1, once to each`);
    expect(stdout).toContain('Mode: soft');
    expect(stdout).toContain('Files: /var/log, /srv');
    expect(stdout).toContain('1 have a system that the document is not for');
    expect(sent()).toEqual([]);
  });

  it('sends it to each in waves, with its parameters, and each has what it had', async () => {
    const started = await muster('start', ...soft, ...quick, '--yes');
    expect(started).toMatchObject({ status: 0, stderr: '' });
    await application().pass(60);
    expect(sentIds()).toHaveLength(3);
    expect(new Set(sentIds()).size).toBe(3);
    expect(sent()[0]?.Command.Parameters).toEqual({ Mode: ['soft'], Files: ['/var/log', '/srv'] });
    expect(had()).toEqual(before);
    const done = `${idOf(started.stdout)} ${document}:1 done`;
    const failed = `${idOf(started.stdout)} ${document}:1 failed ScriptFailed`;
    expect(errands().toSorted()).toEqual(['', done, done, failed]);
  });

  it('stops at its gate, and names who failed and why', async () => {
    const watched = await muster('watch', '--once');
    expect(watched.stdout).toContain('stopped: wave 2 of 2, 2 done, 1 failed');
    expect(watched.stdout).toContain(`It sends ${document} version 1, once to each.`);
    const id = /Failed for ScriptFailed: (i-\w+) \(muster explain\)/.exec(watched.stdout)?.[1] ?? '';
    const explained = await application().musterAs('read', 'explain', id);
    expect(explained.stdout).toContain(`${id} is onboarded: ErrandFailed.`);
    expect(explained.stdout).toContain(`${document} version 1: Failed`);
    expect((await application().musterAs('read', 'failed')).status).toBe(0);
    const json = await muster('watch', '--once', '--json');
    expect(JSON.parse(json.stdout)).toMatchObject({ failures: { ScriptFailed: [id] } });
  });

  it('sends nobody anything by itself, also after a new start', async () => {
    const { cloud } = application();
    const InstanceIds = [...application().roster().keys()];
    cloud.ec2.operations.StopInstances?.run({ InstanceIds }, cloud.administrator());
    await application().pass(15);
    cloud.ec2.operations.StartInstances?.run({ InstanceIds }, cloud.administrator());
    await application().pass(60);
    expect(had()).toEqual(before);
    expect(commands()).toHaveLength(7);
  });

  it('sends it again to who failed when a person asks for it, and is done', async () => {
    expect(await muster('retry')).toMatchObject({ status: 0 });
    await application().pass(30);
    const watched = await muster('watch', '--once');
    expect(watched.stdout).toContain('done: wave 2 of 2, 3 done');
    expect(sentIds()).toHaveLength(4);
    expect(commands()).toHaveLength(8);
    expect(had()).toEqual(before);
    expect(application().cloud.observations.deniedCalls).toBe(0);
  });

  it('sends it again to all in another roll-out, in another version', async () => {
    const ssm = new SSMClient(sdkSettings(application().cloud));
    const Content = JSON.stringify({ ...content, description: 'Rotates more.' });
    await ssm.send(new UpdateDocumentCommand({ Name: document, Content, DocumentVersion: '$LATEST' }));
    const started = await muster('start', ...soft, '--document-version', '2', ...quick, '--yes');
    expect(started).toMatchObject({ status: 0, stderr: '' });
    await application().pass(60);
    const done = `${idOf(started.stdout)} ${document}:2 done`;
    expect(errands().toSorted()).toEqual(['', done, done, done]);
    expect(had()).toEqual(before);
  });

  it('cannot be rolled back', async () => {
    const { status, stderr } = await muster('rollback', '--yes');
    expect([status, stderr]).toEqual([2, expect.stringContaining('nothing can be sent to take it back')]);
  });

  it.each([
    [[], '--parameters Mode: Acme-Rotate needs a value; allowed: soft, hard'],
    [['--parameters', 'Mode=loud'], '"loud" is not allowed; allowed: soft, hard'],
    [['--parameters', 'Mode=soft', 'Mode=hard'], '--parameters Mode: it takes one value'],
    [['--parameters', 'Mode=soft', 'Files=a'], '"a" is not allowed; allowed: text that matches ^/[a-z/]*$'],
    [['--parameters', 'Mode=soft', 'Other=1'], '--parameters Other: Acme-Rotate has Mode, Files'],
    [['--parameters', 'Mode=soft', `Files=/${'a'.repeat(65_536)}`], 'Systems Manager takes 65536'],
    [['--parameters', 'Mode=soft', '--document-version', '9'], 'there is no version 9 of it'],
    [['--parameters', 'Mode=soft', '--agent', 'base'], 'do not go with it'],
    [['--parameters', 'Mode=soft', '--not-adopted'], 'do not go with it'],
    [['--parameters', 'Mode=soft', '--launches', 'earlier'], 'do not go with it'],
    [['--parameters', 'Mode=soft', '--failed-for', 'ScriptFailed'], 'do not go with it'],
  ])('refuses %j', async (flags, message) => {
    const { status, stderr } = await muster('plan', '--document', document, ...flags);
    expect([status, stderr]).toEqual([2, expect.stringContaining(message)]);
  });

  it.each([
    [['--document', 'Acme-Missing'], 'there is no such document in this account and region'],
    [['--document', 'Acme-Other', '--parameters', 'A=b'], 'name it in rolloutDocuments of muster.config.ts'],
    [['--document', 'Acme-Other'], 'name it in rolloutDocuments of muster.config.ts'],
    [['--document', 'Muster-InstallAgentLinux', '--parameters', 'A=b'], 'muster run sends it with others'],
    [['--parameters', 'A=b'], '--parameters needs --document'],
  ])('refuses %j', async (flags, message) => {
    const { status, stderr } = await muster('plan', ...flags);
    expect([status, stderr]).toEqual([2, expect.stringContaining(message)]);
  });
});
