import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CommandDocument, loadDocument } from '../../../lib/documents/load-document.ts';
import { nodeShells } from './programs.ts';

const firstLine = (step: CommandDocument['mainSteps'][number] | undefined) =>
  step !== undefined && 'runCommand' in step.inputs ? step.inputs.runCommand[0] : undefined;

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'muster-node-'));
});
afterEach(() => rmSync(root, { recursive: true }));

/** Puts a file of EMR onto the node. */
function mark(path: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), '');
}

const markers = [
  '/emr/instance-controller/lib/info/job-flow.json',
  '/mnt/var/lib/info/job-flow.json',
  '/usr/share/aws/emr/ami',
];

describe.each(nodeShells)('choose-by-cluster.sh in %s', (_, { program }) => {
  const run = (stopOn: string) => {
    // A folder without programs: the script needs none.
    const env = { PATH: root, MUSTER_ROOT: root };
    const script = `stop_on='${stopOn}'\n${readFileSync('documents/scripts/choose-by-cluster.sh', 'utf8')}`;
    return spawnSync(program, ['-c', script], { argv0: 'sh', encoding: 'utf8', env });
  };

  it.each(markers)('knows a node of a cluster by %s', (marker) => {
    mark(marker);
    expect([run('cluster').status, run('other').status]).toEqual([168, 0]);
    expect(run('cluster').stdout).toContain('this is a node of an EMR cluster');
  });

  it('knows any other node by none of them', () => {
    mark('/mnt/var/lib/info/other.json');
    expect([run('cluster').status, run('other').status]).toEqual([0, 168]);
  });

  it.each(['', 'clusters'])('refuses to choose by "%s", on any node', (stopOn) => {
    expect(run(stopOn)).toMatchObject({ status: 26 });
    mark('/mnt/var/lib/info/job-flow.json');
    expect(run(stopOn)).toMatchObject({
      status: 26,
      stdout: expect.stringContaining('allowed: cluster or other'),
    });
  });
});

describe.each(['patch-instances', 'patch-instances-with-hooks'])('%s', (name) => {
  const { mainSteps, parameters } = loadDocument(`documents/patching/${name}.yaml`);
  const stepsOn = (platform: string) =>
    mainSteps.filter((step) => step.precondition.StringEquals[1] === platform);

  it('scans a node of a cluster, stops there, and patches every other Linux node', () => {
    const [scan, stop, patch, ...others] = stepsOn('Linux');
    expect(others).toEqual([]);
    expect(scan?.inputs).toMatchObject({ documentPath: '{{ ClusterDocument }}', onFailure: 'exit' });
    expect(firstLine(stop)).toBe("stop_on='cluster'");
    expect(stop?.inputs).toMatchObject({ onFailure: 'exit' });
    expect(patch?.inputs).toMatchObject({ documentPath: expect.stringMatching(/^AWS-RunPatchBaseline/) });
  });

  it.each(['Windows', 'MacOS'])('patches on %s, where there are no clusters', (platform) => {
    expect(stepsOn(platform).map(({ inputs }) => inputs)).toEqual([stepsOn('Linux')[2]?.inputs]);
  });

  it('hands its parameters to the document of AWS', () => {
    const given = Object.values(
      Object(Reflect.get(Object(stepsOn('Linux')[2]?.inputs), 'documentParameters')),
    );
    const own = Object.keys(parameters).filter((parameter) => parameter !== 'ClusterDocument');
    expect(given).toEqual(own.map((parameter) => `{{ ${parameter} }}`));
  });
});

it('the document for nodes of clusters scans there, and does nothing elsewhere', () => {
  const { mainSteps } = loadDocument('documents/patching/scan-cluster-node.yaml');
  expect(mainSteps.map(({ precondition }) => precondition.StringEquals[1])).toEqual(['Linux', 'Linux']);
  expect(firstLine(mainSteps[0])).toBe("stop_on='other'");
  expect(mainSteps[1]?.inputs).toMatchObject({
    documentPath: 'AWS-RunPatchBaseline',
    documentParameters: { Operation: 'Scan' },
  });
});
