import { expect, it } from 'vitest';
import { assemblyFolderWith } from '../synthesized.ts';
import { specOf, startApplication } from './application.ts';

const nodes = 400;
/** A third of a day: so long that the sweep hands over four times, and short enough for a test. */
const hours = 8;

it('a verification costs few calls for each node, and no write of an entry that is well', async () => {
  const application = await startApplication(
    1,
    assemblyFolderWith({ recheckMinutes: 15, verification: { every: 'day' } }),
  );
  const { cloud } = application;
  cloud.ec2.launch(Array.from({ length: nodes }, () => specOf('debian12')));
  await application.pass(60);
  const orders = () =>
    application
      .lines('ssm.command')
      .filter(({ fields }) => String(fields['comment']).startsWith('muster verify '))
      .map(({ fields }) => String(fields['instances']).split(' '));
  const [first, before] = [orders().length, { ...cloud.observations.calls }];
  await application.pass(hours * 60);
  const sent = orders().slice(first);
  const verified = sent.flat();
  const calls = (name: string) => (cloud.observations.calls[name] ?? 0) - (before[name] ?? 0);
  expect(verified.length / nodes).toBeCloseTo(hours / 24, 1);
  expect(new Set(verified).size).toBe(verified.length);
  expect(verified.length / sent.length).toBeGreaterThan(25);
  const ofSystemsManager = [
    'SendCommand',
    'ListCommands',
    'ListCommandInvocations',
    'DescribeInstanceInformation',
  ];
  const each = ofSystemsManager.map((name) => calls(`ssm:${name}`) / verified.length);
  expect(each.reduce((sum, share) => sum + share, 0)).toBeLessThan(0.12);
  expect(calls('dynamodb:BatchExecuteStatement')).toBe(0);
}, 60_000);
