import { ends } from 'local-cloud/test/agent/pretend-run.ts';
import { describe, expect, it } from 'vitest';
import { loadDocument } from '../../../../lib/documents/load-document.ts';
import { nodeShells } from '../../scripts/programs.ts';
import { type GuardEnd, patch } from '../patching-node.ts';

const [[, shell] = ['', undefined]] = nodeShells;
if (shell === undefined) throw new Error('these tests need a shell');
const agents = ['3.3.987.0', '2.3.1644.0'];
const documents = ['patch-instances', 'patch-instances-with-hooks'];
const cutOff: GuardEnd[] = ['fails', 'hangs', 'is killed', 'never starts'];
const onEach = documents.flatMap((name) => agents.map((agentVersion) => ({ name, agentVersion })));

describe.each(onEach)('$name with an agent of $agentVersion', ({ name, agentVersion }) => {
  const cluster = { isOfCluster: true, agentVersion };
  const other = { isOfCluster: false, agentVersion };

  it('scans a node of a cluster, whatever it is told, and has succeeded', () => {
    const { done, steps } = patch(name, cluster, shell);
    expect(done).toEqual(['Scan RebootIfNeeded []']);
    expect(new Set(steps.map(({ status }) => status))).toEqual(new Set(['Success', 'Skipped']));
  });

  it.each(cutOff)('does nothing on a node of a cluster when the script that chooses %s', (guard) => {
    const { done, steps } = patch(name, { ...cluster, guard }, shell);
    expect(done).toEqual([]);
    expect(steps.find((step) => step.name === 'patchLinux')).toMatchObject({
      status: 'Failed',
      standardError: 'There was an error while preparing documents - File is empty!', // it is not there
    });
  });

  it('does nothing on a node of a cluster that cannot fetch what scans', () => {
    const { done, steps } = patch(name, { ...cluster, without: ['Muster-ScanClusterNode'] }, shell);
    expect(done).toEqual([]);
    expect(ends(steps)).toMatchObject({ chooseDocument: 'Failed/29', patchLinux: 'Failed/1' });
  });

  it.each(cutOff)('does nothing on another node either when the script that chooses %s', (guard) => {
    expect(patch(name, { ...other, guard }, shell).done).toEqual([]);
  });

  it('installs once on another node, with what it is told', () => {
    const SnapshotId = '01234567-89ab-cdef-0123-456789abcdef';
    const given = { Operation: 'Install', RebootOption: 'NoReboot', SnapshotId };
    const { done, steps } = patch(name, { ...other, given }, shell);
    expect(done).toEqual([`Install NoReboot [${SnapshotId}]`]);
    expect(ends(steps)).toMatchObject({ chooseDocument: 'Success/0', patchLinux: 'Success/0' });
  });

  it('goes on after the reboot that it asks for, and does not choose again', () => {
    const { done, steps } = patch(name, { ...other, patchCodes: [194, 0] }, shell);
    expect(done).toEqual(['Install RebootIfNeeded []', 'Install RebootIfNeeded []']);
    expect(ends(steps)).toMatchObject({ chooseDocument: 'Success/0', patchLinux: 'Success/0' });
  });
});

it('hooks may run a document of their own, as deep as they may on Windows', () => {
  const given = { PreInstallHookDocName: 'Hook' };
  const { done } = patch('patch-instances-with-hooks', { isOfCluster: false, given }, shell);
  expect(done).toEqual(['hook', 'Install RebootIfNeeded []']);
});

describe.each(documents)('%s', (name) => {
  const { mainSteps, parameters } = loadDocument(`documents/patching/${name}.yaml`);
  const patching = mainSteps.filter(({ action }) => action === 'aws:runDocument');

  it('hands its parameters to the document that it runs, on every platform', () => {
    const own = Object.keys(parameters).filter((parameter) => parameter !== 'ClusterDocument');
    const given = Object.fromEntries(own.map((parameter) => [parameter, `{{ ${parameter} }}`]));
    expect(patching.map(({ inputs }) => inputs)).toMatchObject(
      ['Linux', 'Windows', 'MacOS'].map(() => ({ documentParameters: given })),
    );
  });

  it('runs the document of AWS itself on Windows and macOS, where there are no clusters', () => {
    const places = patching.map(({ precondition, inputs }) => [precondition.StringEquals[1], inputs]);
    const aws = name === 'patch-instances' ? 'AWS-RunPatchBaseline' : 'AWS-RunPatchBaselineWithHooks';
    expect(places.slice(1)).toMatchObject(
      ['Windows', 'MacOS'].map((platform) => [platform, { documentType: 'SSMDocument', documentPath: aws }]),
    );
  });

  it('takes no document of AWS as the one that scans', () => {
    const pattern = new RegExp(parameters['ClusterDocument']?.allowedPattern ?? '');
    const names = ['AWS-RunPatchBaseline', 'Muster-ScanClusterNode', 'acme-live-ScanClusterNode'];
    expect(names.filter((each) => pattern.test(each))).toEqual(names.slice(1));
  });

  it('names no document that installs in a step for Linux that runs one', () => {
    const onLinux = mainSteps.filter(({ precondition }) => precondition.StringEquals[1] === 'Linux');
    const runs = onLinux.filter(({ action }) => action === 'aws:runDocument');
    expect(runs.map(({ inputs }) => inputs)).toMatchObject([
      { documentType: 'LocalPath', documentPath: 'muster/chosen.json' },
    ]);
  });
});
