import { expect, it, onTestFinished, vi } from 'vitest';
import { printReport } from '../../../../bin/print/print-report.ts';
import { exampleFleet } from '../../../../simulator/fleet/example-fleet.ts';
import { deployApplication } from '../../../../simulator/run/deploy-application.ts';
import { runWorkload } from '../../../../simulator/run/run-workload.ts';
import { SimulationWatch } from '../../../../simulator/run/simulation-watch.ts';
import { agentVariants } from '../../../../simulator/settings/agent-variants.ts';
import { assemblyFolderWith } from '../../../synthesized.ts';

const severalAgents = () => assemblyFolderWith(agentVariants().at(-1)?.settings ?? {});

it('instances that stop at any moment between their agents get each of them once, after their next start', async () => {
  const application = await deployApplication(severalAgents(), { seed: 1 });
  const watch = new SimulationWatch();
  application.cloud.record.listen(watch.take);
  const workload = exampleFleet({ launches: 60, seed: 2, place: application.cloud }).map((launch, index) => ({
    ...launch,
    // From the first look to the end of the last agent.
    spec: {
      ...launch.spec,
      lifecycle: { stoppedAfterSeconds: 360 + 30 * index, restartedAfterSeconds: 120 },
    },
  }));
  const report = await runWorkload(application, workload);
  // An instance for whose system there is no agent at all is excluded.
  const dealtWith = report.instances.filter(({ agents = [] }) =>
    agents.some(({ status }) => status !== 'excluded'),
  );
  expect(dealtWith.length).toBeGreaterThan(40);
  // Whoever was cut off in the middle of a script has that from the SSM agent, and gets it again.
  expect(dealtWith.map(({ status }) => status).filter((status) => status !== 'onboarded')).toEqual([]);
  expect(watch.secondCommands).toEqual([]);
  const { 'second-agent': second } = report.byAgent;
  expect(second?.['onboarded']).toBe(dealtWith.filter(({ platform }) => !/windows/i.test(platform)).length);
});

it('a run in which the first of three agents fails tells of both truths, for each instance and in all', async () => {
  const application = await deployApplication(severalAgents(), { seed: 1 });
  const workload = exampleFleet({ launches: 40, seed: 1, place: application.cloud }).map((launch) => ({
    ...launch,
    spec: {
      ...launch.spec,
      script: { ...launch.spec.script, exitCodes: [24, 0] } satisfies typeof launch.spec.script,
    },
  }));
  const report = await runWorkload(application, workload);
  const linux = report.instances.find(({ agents = [] }) => agents.at(1)?.status === 'onboarded');
  expect(linux).toMatchObject({
    status: 'failed',
    reason: 'InstallerFailed',
    document: 'Muster-Agent-first-agent-Linux',
    agents: [
      { agent: 'first-agent', status: 'failed', reason: 'InstallerFailed' },
      { agent: 'second-agent', status: 'onboarded', reason: 'Onboarded' },
      { agent: 'third-agent', status: 'onboarded', reason: 'Onboarded' },
    ],
  });
  const failed = report.outcomes['failed'] ?? 0;
  expect(failed).toBeGreaterThan(20);
  expect(report.byAgent).toMatchObject({
    'first-agent': { failed },
    'third-agent': { onboarded: failed },
  });

  const written = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  onTestFinished(() => written.mockRestore());
  printReport(report, { listsInstances: false });
  const printed = written.mock.calls.map(([text]) => String(text)).join('');
  expect(printed).toMatch(new RegExp(`^first-agent +${failed} +${failed}$`, 'm'));
  expect(printed).toContain(`\nfirst-agent: InstallerFailed on ${failed} instances\n`);
});
