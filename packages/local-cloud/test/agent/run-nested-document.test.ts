import { describe, expect, it } from 'vitest';
import { ends, type RunChanges, run, shell, step } from './pretend-run.ts';

const nested = (name: string, inputs: object = {}) =>
  step(name, 'aws:runDocument', { documentType: 'SSMDocument', documentPath: 'Inner', ...inputs });
const document = (...mainSteps: object[]) => ({ schemaVersion: '2.2', mainSteps });
const inner = (...names: string[]) => document(...names.map((name) => shell(name)));
const runInner = (steps: object, changes: RunChanges = {}) =>
  run([nested('outer'), shell('after')], { documents: { Inner: steps }, ...changes });

describe('aws:runDocument', () => {
  it('runs the steps of a stored document and joins what they print, without reporting them', () => {
    const result = runInner(inner('x', 'y'), { script: { standardOutput: 'out\n' } });
    expect(ends(result.steps)).toEqual({ outer: 'Success/0', after: 'Success/0' });
    expect(result.steps[0]?.standardOutput).toBe('out\nout\n');
    expect(result.scriptsRun).toBe(3);
  });

  it('does not pass on exit codes: a failure is 1, a time-out 0, an exit with 168 is nothing', () => {
    const outer = (...exitCodes: [number, ...number[]]) =>
      ends(runInner(inner('x'), { script: { exitCodes } }).steps);
    expect(outer(23)).toMatchObject({ outer: 'Failed/1' });
    expect(outer(137)).toMatchObject({ outer: 'TimedOut/0' });
    expect(outer(168, 0)).toEqual({ outer: 'Success/0', after: 'Success/0' });
  });

  it('tells the words of a step that could not run, and of all skipped it is skipped', () => {
    const strange = shell('x', {}, { precondition: { StringEquals: ['a', 'b'] } });
    expect(runInner(document(strange)).steps[0]?.standardError).toContain('Unrecognized precondition(s)');
    const late = runInner(document(strange, shell('y')), { script: { exitCodes: [137] } });
    expect(ends(late.steps)).toMatchObject({ outer: 'TimedOut/1' });
    const windows = shell('x', {}, { precondition: { StringEquals: ['platformType', 'Windows'] } });
    expect(ends(runInner(document(windows)).steps)).toMatchObject({ outer: 'Skipped/0' });
  });

  it('has a cancel flag of its own: the nested document runs to its end, and what follows is cancelled', () => {
    const result = runInner(inner('x', 'y'), { cancelledAtMs: 2_000 });
    expect(ends(result.steps)).toEqual({ outer: 'Success/0', after: 'Cancelled/1' });
    expect(result.durationMs).toBeGreaterThanOrEqual(20_000);
  });

  it('keeps nothing over a reboot: the nested document begins again at its first step', () => {
    const result = runInner(inner('x', 'y'), { script: { exitCodes: [0, 194, 0], standardOutput: '.' } });
    expect(result.reports[0]?.step).toMatchObject({ status: 'SuccessAndReboot', exitCode: 0 });
    expect(ends(result.steps)).toEqual({ outer: 'Success/0', after: 'Success/0' });
    expect(result.scriptsRun).toBe(2 + 2 + 1);
  });

  it('passes parameters on, as an object or as JSON, and leaves out those that are null', () => {
    const parameters = { word: { type: 'String', default: 'none' } };
    const Inner = { ...document(shell('x', { runCommand: ['echo {{ word }}'] })), parameters };
    const textOf = (documentParameters: unknown) =>
      run([nested('outer', { documentParameters })], { documents: { Inner } }).scripts[0]?.text;
    expect(textOf({ word: 'hi' })).toBe('echo hi\n');
    expect(textOf('{"word":"hi"}')).toBe('echo hi\n');
    expect(textOf({ word: null })).toBe('echo none\n');
    expect(() => textOf('word: hi')).toThrow(/documentParameters in another form than JSON/);
  });

  it('obeys the declarations of the nested document, allowedValues too', () => {
    const parameters = { word: { type: 'String', default: 'no', allowedValues: ['yes'] } };
    const result = runInner({ ...inner('x'), parameters });
    expect(ends(result.steps)).toMatchObject({ outer: 'Failed/1' });
    expect(result.steps[0]?.standardError).toMatch(
      /^There was an error while preparing documents - all errors during param validation errors: /,
    );
  });

  it('nests three deep, and a fourth fails', () => {
    const chain = (depth: number) =>
      Object.fromEntries(
        Array.from({ length: depth }, (_, index) => [
          index === 0 ? 'Inner' : `Inner${index}`,
          document(index === depth - 1 ? shell('x') : nested('n', { documentPath: `Inner${index + 1}` })),
        ]),
      );
    expect(ends(run([nested('outer')], { documents: chain(3) }).steps)).toEqual({ outer: 'Success/0' });
    const tooDeep = run([nested('outer')], { documents: chain(4) });
    expect(ends(tooDeep.steps)).toEqual({ outer: 'Failed/1' });
    expect(tooDeep.steps[0]?.standardError).toBe(
      'Maximum depth for document execution exceeded. Maximum depth permitted - 3 and current depth - 4',
    );
  });

  it('does nothing for AWS-Noop', () => {
    expect(ends(run([nested('a', { documentPath: 'AWS-Noop' })]).steps)).toEqual({ a: 'Success/0' });
  });

  it.each([
    [
      { documentType: undefined },
      'invalid input: Document Type must be specified to either by SSMDocument or LocalPath.',
    ],
    [{ documentType: 'S3' }, 'invalid input: Document type specified in invalid'],
    [{ documentPath: '' }, 'invalid input: Document Path must be provided'],
    [
      { documentPath: 5 },
      'cannot unmarshal number into Go struct field RunDocumentPluginInput.documentPath of type string',
    ],
    [{ documentPath: 'Nothing' }, 'InvalidDocument: Document with name Nothing does not exist.'],
    [
      { documentType: 'LocalPath', documentPath: 'x.json' },
      'There was an error while preparing documents - File is empty!',
    ],
  ])('with %j fails with code 1', (inputs, words) => {
    const result = run([nested('a', inputs)], { documents: { Inner: inner('x') } });
    expect(ends(result.steps)).toEqual({ a: 'Failed/1' });
    expect(result.steps[0]?.standardError).toContain(words);
  });

  it.each([
    [
      '{"schemaVersion":"3.0"}',
      'Document with schema version 3.0 is not supported by this version of ssm agent, please update to latest version',
    ],
    ['\n', 'Document with schema version  is not supported by this version of ssm agent'],
    ['schemaVersion: "2.2"\nmainSteps: []', 'Unsupported schema format'],
    ['{"schemaVersion":"1.2"}', 'Unsupported schema format'],
  ])('fails with the words of the agent for the document %j', (content, words) => {
    const result = run([nested('a', {})], { documents: { Inner: content } });
    expect(ends(result.steps)).toEqual({ a: 'Failed/1' });
    expect(result.steps[0]?.standardError).toContain(
      `There was an error while preparing documents - ${words}`,
    );
  });

  const local = nested('run', { documentType: 'LocalPath', documentPath: 'made/x.json' });
  const made = '/var/lib/amazon/ssm/i-1/document/orchestration/command-1/downloads/made/x.json';
  const makes = (runScript: NonNullable<RunChanges['runScript']>) =>
    run([shell('make'), local], { runScript });
  const left = { ending: 'exits', exitCode: 0, stdout: '', stderr: '' } as const;

  it('runs a document that a script has written into the downloads of the run, over a reboot too', () => {
    let count = 0;
    const result = makes((_, { step, files }) =>
      step === 'make'
        ? { ...left, files: new Map([[made, JSON.stringify(inner('x'))]]) }
        : { ...left, files, exitCode: count++ === 0 ? 194 : 0 },
    );
    expect(ends(result.steps)).toEqual({ make: 'Success/0', run: 'Success/0' });
    expect(result.scriptsRun).toBe(3);
  });

  it('fails without one when the script is known to have left none, or could not start', () => {
    const failed = { make: 'Success/0', run: 'Failed/1' };
    expect(ends(makes((_, { files }) => ({ ...left, files })).steps)).toEqual(failed);
    const unstarted = makes(() => ({ cannotStart: 'no memory' }));
    expect(ends(unstarted.steps)).toEqual({ make: 'Failed/1', run: 'Failed/1' });
  });

  it('ends the run when nobody has told what the script wrote', () => {
    expect(() => makes(() => left)).toThrow(/made\/x.json, which a script may have written/);
  });

  it('with an action that is not emulated ends the run', () => {
    const strange = document({ name: 'x', action: 'aws:configurePackage', inputs: {} });
    expect(() => runInner(strange)).toThrow(/aws:configurePackage in a document that aws:runDocument runs/);
  });
});
