import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRecord } from 'local-cloud';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { printReport } from '../../bin/print/print-report.ts';
import { deployApplication, type LocalApplication } from '../../simulator/run/deploy-application.ts';
import { findParts } from '../../simulator/run/deployed-parts.ts';
import { type Report, tally } from '../../simulator/run/run-report.ts';
import { runWorkload } from '../../simulator/run/run-workload.ts';
import { canInstallDeb } from '../documents/scripts/linux/deb-node.ts';
import { lookAlikes } from '../documents/scripts/linux/look-alikes.ts';
import type { PretendNode } from '../documents/scripts/linux/node.ts';
import { roleCredentials } from '../documents/scripts/linux/secrets-bench.ts';
import { assemblyFolderWith } from '../synthesized.ts';
import { specOf } from './application.ts';
import { type RanScript, startRealAgents } from './real-agents.ts';

/**
 * The configurations of two pages of docs/agents, synthesized and deployed into the local cloud. The SSM agent of the
 * instance runs the text of each step for real, in the root of a pretend node. Packages are look-alikes in a private
 * bucket.
 */
const twoAgents = lookAlikes.filter(({ page }) => page === 'falcon.md' || page === 'wazuh.md');
const real = startRealAgents(twoAgents);
const { aws } = real;

/** The scripts that ran, and the events that the application put on the bus, in order. */
interface Evidence {
  readonly scripts: RanScript[];
  readonly events: { readonly 'detail-type': string; readonly detail: object }[];
}

let node: PretendNode;
let evidence: Evidence;

beforeEach(() => {
  node = real.node();
  evidence = { scripts: real.scripts(), events: [] };
});

function assemblyWithAgents(): string {
  return assemblyFolderWith({
    agents: real.publish(),
    profiles: [{ name: 'default', agents: ['falcon', 'wazuh'] }],
  });
}

/** Launches one instance, and lets time pass until everything has settled. */
async function launchOne(): Promise<{ application: LocalApplication; report: Report }> {
  const application = await deployApplication(assemblyWithAgents(), {
    seed: 1,
    ssm: { runScript: real.runScript },
  });
  application.cloud.faults = {
    transit: (event) => {
      if (event.source === 'muster' && isRecord(event.detail))
        evidence.events.push({ 'detail-type': String(event['detail-type']), detail: event.detail });
      return undefined;
    },
  };
  const spec = specOf('debian12');
  const report = await runWorkload(application, [
    { atSeconds: 0, source: 'standalone', reservation: 1, spec },
  ]);
  return { application, report };
}

/** What Systems Manager answers about every command, as a reader of the account sees it. */
function readCommands({ cloud }: LocalApplication) {
  const { operations } = cloud.ssm;
  const who = cloud.administrator();
  const { CommandInvocations = [] } = operations.ListCommandInvocations.run({ Details: true }, who);
  return CommandInvocations.map(({ CommandId = '', InstanceId = '', DocumentName = '' }) => ({
    ...operations.GetCommandInvocation.run({ CommandId, InstanceId }, who),
    CommandId,
    DocumentName,
    listed: CommandInvocations.find((each) => each.CommandId === CommandId),
  }));
}

/** Exit codes by document, and how often each was answered. */
const answers = (application: LocalApplication) =>
  tally(readCommands(application).map(({ DocumentName, ResponseCode }) => `${DocumentName} ${ResponseCode}`));

/** What the simulated agent answers is what the real script printed and ended with. */
function expectRealAnswers(application: LocalApplication): void {
  const answered = new Map(readCommands(application).map((command) => [command.CommandId, command]));
  for (const { commandId, exitCode, stdout } of evidence.scripts) {
    const command = answered.get(commandId);
    expect(command).toMatchObject({ ResponseCode: exitCode, StandardOutputContent: stdout });
    expect(stdout).toMatch(new RegExp(`(^|\n)muster: outcome ${exitCode} [a-z-]+: .+\n$`));
  }
  expect(answered.size).toBe(evidence.scripts.length);
}

/** Everything that the application, its account and its users have: a text for each place. */
function placesOf(application: LocalApplication, report: Report): Map<string, string> {
  const { cloud, stacks, rosterTableName } = application;
  const who = cloud.administrator();
  const folder = assemblyWithAgents();
  const templates = readdirSync(folder).filter((file) => file.endsWith('.json'));
  const logs = findParts(cloud, stacks).functions.map(
    ({ functionName }) =>
      [`log of ${functionName}`, cloud.observations.linesOf(functionName).join('\n')] as const,
  );
  const json = (value: unknown) => JSON.stringify(value);
  return new Map([
    ...templates.map((file) => [file, readFileSync(join(folder, file), 'utf8')] as const),
    ...logs,
    ['roster', json(cloud.dynamodb.operations.Scan.run({ TableName: rosterTableName }, who))],
    ['events', json(evidence.events)],
    ['commands', json(cloud.ssm.operations.ListCommands.run({}, who))],
    ['outputs', json(readCommands(application))],
    ['scripts', json(evidence.scripts)],
    ['report', json(report) + printed(report)],
  ]);
}

/** The places that show a secret or a credential, in any case of its letters, plain or as JSON. */
function findSecrets(places: ReadonlyMap<string, string>): string[] {
  const { secretAccessKey, sessionToken } = roleCredentials;
  const values = twoAgents.flatMap(({ secret }) => [secret?.value ?? [], secret?.shownAs ?? []].flat());
  const texts = [...values, secretAccessKey, sessionToken].flatMap((text) => {
    const once = JSON.stringify(text).slice(1, -1);
    return [text, once, JSON.stringify(once).slice(1, -1)].map((form) => form.toLowerCase());
  });
  return [...places].flatMap(([place, text]) =>
    texts.some((form) => text.toLowerCase().includes(form)) ? [place] : [],
  );
}

function expectNoSecret(application: LocalApplication, report: Report): void {
  const places = placesOf(application, report);
  expect([...places.values()].filter((text) => text === '')).toEqual([]);
  expect(findSecrets(places)).toEqual([]);
  // The search finds what it looks for: the vendors keep their secrets on the node.
  const kept = twoAgents.flatMap(({ keptIn }) => keptIn).filter((file) => node.has(file));
  expect(kept.length).toBeGreaterThan(0);
  expect(findSecrets(new Map(kept.map((file) => [file, node.read(file)])))).toEqual(kept);
}

/** The report as `npm start` prints it. */
function printed(report: Report): string {
  const written = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  onTestFinished(() => written.mockRestore());
  printReport(report, { listsInstances: true });
  const text = written.mock.calls.map(([line]) => String(line)).join('');
  written.mockRestore();
  return text;
}

describe.runIf(canInstallDeb)('two agents of docs/agents on one instance, by scripts that really run', () => {
  it('are installed one after the other, and the roster ends as onboarded', async () => {
    const { application, report } = await launchOne();
    expectRealAnswers(application);
    expect(answers(application)).toEqual({
      'Muster-Agent-falcon-Linux 0': 1,
      'Muster-Agent-wazuh-Linux 0': 1,
    });
    expect(evidence.scripts.map(({ stdout }) => stdout.trim().split('\n').at(-1))).toEqual([
      'muster: outcome 0 done: falcon 7.14.0-16703 is installed and falcon-sensor is healthy',
      'muster: outcome 0 done: wazuh 4.9.0-1 is installed and wazuh-agent is healthy',
    ]);
    const done = { status: 'onboarded', reason: 'Onboarded' };
    const agents = [
      { agent: 'falcon', ...done },
      { agent: 'wazuh', ...done },
    ];
    expect(report.instances).toMatchObject([{ ...done, agents }]);
    expect(evidence.events).toMatchObject([
      { 'detail-type': 'Instance Onboarded', detail: { ...done, agents } },
    ]);
    expectNoSecret(application, report);
  });

  it.each([
    {
      spoil: () => node.write('dead', ''),
      reason: 'AgentUnhealthy',
      exitCode: 23,
      tries: 1,
      words:
        'muster: outcome 23 not-healthy: wazuh 4.9.0-1 is installed, but wazuh-agent is active, but the check says no',
    },
    {
      spoil: () => aws.parameters.delete('/muster/agents/wazuh/password'),
      reason: 'SecretMissing',
      exitCode: 32,
      tries: 3,
      words: 'muster: outcome 32 secret-missing: WAZUH_REGISTRATION_PASSWORD: ',
    },
  ])(
    'each have their own outcome when the second fails with $reason',
    async ({ spoil, reason, exitCode, tries, words }) => {
      spoil();
      const { application, report } = await launchOne();
      expectRealAnswers(application);
      expect(answers(application)).toEqual({
        'Muster-Agent-falcon-Linux 0': 1,
        [`Muster-Agent-wazuh-Linux ${exitCode}`]: tries,
      });
      expect(evidence.scripts.at(-1)?.stdout).toContain(words);
      const failed = { status: 'failed', reason };
      const agents = [
        { agent: 'falcon', status: 'onboarded', reason: 'Onboarded' },
        { agent: 'wazuh', ...failed },
      ];
      expect(report).toMatchObject({
        instances: [{ ...failed, agents }],
        byAgent: { falcon: { onboarded: 1 }, wazuh: { failed: 1 } },
      });
      expect(printed(report)).toContain(`\nwazuh: ${reason} on 1 instance\n`);
      expect(evidence.events).toMatchObject([
        {
          'detail-type': 'Instance Failed',
          detail: {
            ...failed,
            agent: 'wazuh',
            'exit-code': exitCode,
            agents: [agents[0], { ...agents[1], 'exit-code': exitCode }],
          },
        },
      ]);
      expectNoSecret(application, report);
    },
  );
});
