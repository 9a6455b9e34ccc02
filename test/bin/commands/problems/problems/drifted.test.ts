import { succeedingScript } from 'local-cloud';
import { beforeAll, expect, it } from 'vitest';
import { specOf } from '../../../../end-to-end/application.ts';
import { assemblyFolderWith } from '../../../../synthesized.ts';
import { serveApplication } from '../../../account/served-application.ts';

const served = serveApplication(assemblyFolderWith({ verification: { every: 'day' } }));
let lost = '';

/** Two instances are onboarded. One has lost its agent when it is verified. */
beforeAll(async () => {
  const { cloud, pass } = served();
  const [first] = cloud.ec2.launch([
    specOf('debian12', { script: { ...succeedingScript, exitCodes: [0, 35] } }),
    specOf('debian12'),
  ]);
  lost = first?.id ?? '';
  await pass(28 * 60);
});

it('tells what the check said, what to do, and where', async () => {
  const { status, lines, stderr } = await served().muster('drifted');
  expect([status, stderr]).toEqual([1, '']);
  expect(lines).toEqual([
    '1 instance has drifted:',
    '',
    'NotInstalled: 1 instance. The agent was to be verified, and is not installed (exit code 35).',
    '  What to do: See muster explain: it names the document, and what its check said. Mend that on the instance, or set onDrift of verification to send. The next verification that is well ends it.',
    `  Muster-InstallAgentLinux version 1, Debian GNU/Linux: ${lost}`,
  ]);
  const { stdout } = await served().musterAs('read', 'drifted', '--json');
  expect(JSON.parse(stdout).problems).toMatchObject([{ instanceId: lost, status: 'drifted' }]);
});

it('is counted by status, which has the instance onboarded', async () => {
  const { lines } = await served().muster('status');
  expect(lines.slice(1, 3)).toEqual([
    '2 of 2 instances are onboarded (100 %).',
    '1 of them is not as installed any more. See: muster drifted',
  ]);
});

it('is told by explain, since when, with the verification', async () => {
  const { lines } = await served().muster('explain', lost);
  expect(lines[0]).toMatch(
    /is onboarded: Drifted\. A verification found that an agent is not as it was installed\.$/,
  );
  const told = lines.join('\n');
  expect(told).toMatch(
    /Muster-InstallAgentLinux is not as it was installed, since 2026-01-\d\d \d\d:\d\d UTC: NotInstalled\. /,
  );
  expect(told).toMatch(/ {2}verification \S+: Muster-InstallAgentLinux version 1: Failed\n.*exit code 35\n/);
  expect(told).toMatch(/onboarded: Drifted\. /);
  expect(told).toContain('it is verified every day');
});
