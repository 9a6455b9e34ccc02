import { type Instance, succeedingScript } from 'local-cloud';
import { beforeAll, expect, it } from 'vitest';
import { specOf } from '../../../end-to-end/application.ts';
import { serveApplication } from '../../account/served-application.ts';

const served = serveApplication();
let failed: readonly Instance[];
let good: Instance | undefined;

const statusOf = (instance: Instance | undefined) =>
  served()
    .roster()
    .get(instance?.id ?? '')?.['status'];
const commandsFor = (instance: Instance | undefined) =>
  served()
    .lines('ssm.command')
    .filter(({ fields }) => String(fields['instances']).includes(instance?.id ?? '-')).length;

beforeAll(async () => {
  const { cloud, pass } = served();
  const failing = () => specOf('debian12', { script: { ...succeedingScript, exitCodes: [24] } });
  [good, ...failed] = cloud.ec2.launch([specOf('debian12'), failing(), failing()]);
  await pass(30);
});

it('asks nobody and sends nothing when it is not said which instances', async () => {
  const { muster } = served();
  const runs = await Promise.all([
    muster('look'),
    muster('look', 'web-1'),
    muster('look', '--reason', 'NoPackage', 'i-0123456789abcdef0'),
    muster('look', '--failed', 'i-0123456789abcdef0'),
    muster('look', '--unmanaged'),
    muster('look', '--failed'), // nobody is there to consent
  ]);
  expect(runs.map(({ status }) => status)).toEqual([2, 2, 2, 2, 2, 2]);
  expect(runs.map(({ stderr }) => stderr.split('\n').at(-2))).toEqual([
    'muster: no instance is named: give ids, or --failed, or --unmanaged',
    'muster: web-1: allowed is the id of an instance (i-...) or of another node (mi-...)',
    'muster: --reason needs --failed or --unmanaged',
    'muster: name instances by ids or by --failed and --unmanaged',
    'muster: no instance is meant: nothing was asked for',
    'Decide about them anew? [y/N] muster: nothing was asked for',
  ]);
  await served().pass(15);
  expect(failed.map(statusOf)).toEqual(['failed', 'failed']);
});

it('has what failed and is mended decided anew, and sends nothing twice to what is onboarded', async () => {
  const [first, second] = failed;
  Object.assign(first?.spec ?? {}, { script: succeedingScript });
  const named = await served().muster('look', first?.id ?? '', good?.id ?? '');
  expect([named.status, named.lines]).toEqual([
    0,
    ['Asked for 2; Muster decides within minutes: muster status'],
  ]);
  await served().pass(15);
  expect([statusOf(first), statusOf(second), statusOf(good)]).toEqual(['onboarded', 'failed', 'onboarded']);
  expect([commandsFor(first), commandsFor(second), commandsFor(good)]).toEqual([2, 1, 1]);
});

it('finds them by status and reason', async () => {
  const [, second] = failed;
  const none = await served().muster('look', '--failed', '--reason', 'NoPackage', '--yes');
  expect(none.status).toBe(2);
  const found = await served().muster('look', '--failed', '--reason', 'InstallerFailed', '--yes', '--json');
  expect(JSON.parse(found.stdout)).toEqual({ instanceIds: [second?.id], unsent: 0 });
  await served().pass(15);
  expect(commandsFor(second)).toBe(2);
});
