import { beforeAll, expect, it } from 'vitest';
import type { Check } from '../../../../bin/commands/doctor/doctor-check.ts';
import { putLetter, putPulse } from '../../account/prepared-cloud.ts';
import { type Run, serveApplication } from '../../account/served-application.ts';

const served = serveApplication();
const checksOf = ({ stdout }: Run): Check[] => JSON.parse(stdout).checks;
const verdictsOf = (run: Run) =>
  Object.fromEntries(checksOf(run).map(({ name, verdict }) => [name, verdict]));

beforeAll(async () => {
  await served().pass(20);
  putPulse(served(), Date.now());
});

it('finds an account well, with the rights of who looks', async () => {
  const { status, lines, stderr } = await served().musterAs('read', 'doctor');
  expect([status, stderr]).toEqual([0, '']);
  expect(lines).toEqual([
    'ok    Account and region: 000000000000, us-east-1; 11 parameters of the onboarding',
    'ok    Stacks: MusterOnboarding: complete',
    'ok    Quick Setup: no stack StackSet-AWS-QuickSetup-… is in this region',
    'ok    Functions: 5 are active, none is held back, none was changed since it was deployed',
    'ok    Triggers: 2 mappings of queues, 5 rules and 3 schedules are enabled',
    'ok    Roles: 10 roles and instance profiles of the deployment are there',
    'ok    Documents: 2 versions that functions send are active',
    'ok    Agents: 0 nodes; the documents need no particular SSM agent',
    'ok    Default Host Management: off: an instance needs an instance profile to be managed',
    'ok    Lambda concurrency: 1000 of 1000 concurrent calls are not reserved',
    'ok    Pulse: a function worked on the roster 0 minutes ago',
    'ok    Alarms: none of 9 is raised',
    'ok    Dead letters: none in 4 queues',
    '',
    '13 well, 0 to mind, 0 failed.',
  ]);
});

it('finds what is broken, each with what to do', async () => {
  const { cloud, pass } = served();
  putLetter(cloud, 'OutcomesDeadLettered', 'x');
  cloud.ssm.operations.DeleteDocument.run({ Name: 'Muster-InstallAgentLinux' }, cloud.administrator());
  const SettingId = '/ssm/managed-instance/default-ec2-instance-management-role';
  cloud.ssm.operations.UpdateServiceSetting.run(
    { SettingId, SettingValue: 'service-role/Hosts' },
    cloud.administrator(),
  );
  await pass(15);
  putPulse(served(), Date.now());
  const run = await served().musterAs('read', 'doctor', '--json');
  expect(run.status).toBe(1);
  expect(checksOf(run).filter(({ verdict }) => verdict !== 'ok')).toEqual([
    {
      ...{ name: 'Documents', verdict: 'fail' },
      found: expect.stringMatching(/^version 1 of Muster-InstallAgentLinux is not there$/),
      remedy: expect.any(String),
    },
    {
      ...{ name: 'Alarms', verdict: 'fail' },
      found: expect.stringMatching(/^Muster\/Onboarding\/OutcomesDeadLettered since 2026-01-01T/),
      remedy: expect.stringContaining('docs/runbook.md'),
    },
    {
      ...{ name: 'Dead letters', verdict: 'fail' },
      found: '1 in OutcomesDeadLettered',
      remedy: expect.stringContaining('muster redrive'),
    },
  ]);
  expect(run.stdout).toContain('on, with the role service-role/Hosts');
});

it('names what it may not look at, and takes it neither for well nor for ill', async () => {
  const run = await served().musterAs('steer', 'doctor', '--json');
  expect(verdictsOf(run)).toEqual({
    ...{ 'Account and region': 'ok', Pulse: 'ok', 'Dead letters': 'fail' },
    ...{
      Stacks: 'unseen',
      'Quick Setup': 'unseen',
      Functions: 'unseen',
      Triggers: 'unseen',
      Roles: 'unseen',
    },
    ...{ Documents: 'unseen', Agents: 'unseen', 'Default Host Management': 'unseen' },
    ...{ 'Lambda concurrency': 'unseen', Alarms: 'unseen' },
  });
  expect(checksOf(run)[1]?.found).toBe(
    'these credentials may not do cloudformation:ListStacks: attach the policy of /muster/operators/read-policy-arn',
  );
});
