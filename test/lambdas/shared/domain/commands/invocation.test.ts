import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readOutcome } from '../../../../../lambdas/shared/domain/commands/invocation.ts';
import type { ReasonCode } from '../../../../../lambdas/shared/domain/roster/reason.ts';
import { anInvocation } from '../../../builders.ts';

/** The meaning of an end without a script's exit code. */
const read = (statusDetails: string) => readOutcome({ instanceId: 'i-1', statusDetails });
const passing = (reason: ReasonCode) => ({ kind: 'failed', reason, isPassing: true });
const lasting = (reason: ReasonCode) => ({ kind: 'failed', reason, isPassing: false });

/** Every StatusDetails of an invocation that the user guide lists (monitor-commands). */
const meanings = {
  Pending: { kind: 'running' },
  InProgress: { kind: 'running' },
  Delayed: { kind: 'running' },
  Success: { kind: 'succeeded' },
  Failed: lasting('ScriptFailed'),
  ExecutionTimedOut: passing('TimedOut'),
  DeliveryTimedOut: passing('Undelivered'),
  Undeliverable: passing('Undelivered'),
  Terminated: passing('CommandEnded'),
  Cancelled: passing('CommandEnded'),
  InvalidPlatform: { kind: 'excluded', reason: 'UnsupportedPlatform' },
  AccessDenied: lasting('InvocationDenied'),
};

describe('an exit code of a document that knows no contract', () => {
  it.each([1, 20, 27, 30, 36])('%d says only that it failed', (exitCode) => {
    const output = 'muster: outcome 30 interrupted';
    const invocation = { instanceId: 'i-1', statusDetails: 'Failed', exitCode, output };
    expect(readOutcome(invocation, false)).toEqual({
      ...{ kind: 'failed', reason: 'ScriptFailed', isPassing: false },
    });
  });

  it.each([-1, 126, 143])('%d says that it was cut off', (exitCode) => {
    const invocation = { instanceId: 'i-1', statusDetails: 'Failed', exitCode };
    expect(readOutcome(invocation, false)).toMatchObject({ reason: 'StepCutOff', isPassing: true });
  });
});

describe('readOutcome', () => {
  it.each(Object.entries(meanings))('reads %s', (statusDetails, outcome) => {
    expect(read(statusDetails)).toEqual(outcome);
  });

  it.each([
    ['Cancelling', { kind: 'running' }],
    ['TimedOut', passing('TimedOut')],
    ['Delivery Timed Out', passing('Undelivered')],
    ['Execution Timed Out', passing('TimedOut')],
  ])('reads %s, which the status or the documents of the API have', (statusDetails, outcome) => {
    expect(read(statusDetails)).toEqual(outcome);
  });

  it.each([
    [20, passing('DownloadFailed')],
    [21, lasting('ChecksumWrong')],
    [22, lasting('UnsupportedSystem')],
    [23, lasting('AgentUnhealthy')],
    [24, lasting('InstallerFailed')],
    [25, lasting('NoPackage')],
    [26, lasting('BadParameter')],
    [27, passing('InstallerBusy')],
    [28, lasting('WrongVersion')],
    [29, lasting('CannotRun')],
    [30, passing('Interrupted')],
    [31, passing('SecretDenied')],
    [32, passing('SecretMissing')],
    [33, passing('SecretKeyDenied')],
    [34, lasting('ConfigureFailed')],
    [35, lasting('NotInstalled')],
    [36, lasting('UninstallFailed')],
    [1, lasting('ScriptFailed')],
    [19, lasting('ScriptFailed')],
    [37, lasting('ScriptFailed')],
    [125, lasting('ScriptFailed')],
    [128, lasting('ScriptFailed')],
    [193, lasting('ScriptFailed')],
    [255, lasting('ScriptFailed')],
  ])('reads exit code %i of a script that failed', (exitCode, outcome) => {
    expect(readOutcome(anInvocation({ statusDetails: 'Failed', exitCode }))).toEqual(outcome);
  });

  it('knows every exit code with which the documents end, and no other', () => {
    const contract = readFileSync(new URL('../../../../../documents/README.md', import.meta.url), 'utf8');
    const codes = [...contract.matchAll(/^\| (\d+) \|/gm)].map(([, code]) => Number(code));
    const known = Array.from({ length: 256 }, (_, exitCode) => exitCode).filter((exitCode) => {
      const outcome = readOutcome(anInvocation({ statusDetails: 'Failed', exitCode }));
      const foreign: ReasonCode[] = ['ScriptFailed', 'StepCutOff', 'TimedOut'];
      return outcome.kind === 'failed' && !foreign.includes(outcome.reason);
    });
    expect([0, ...known]).toEqual(codes);
  });

  it.each([-1, 126, 127, 129, 130, 134, 139, 143, 192])(
    'reads %i as the end of a cut-off step',
    (exitCode) => {
      expect(readOutcome(anInvocation({ statusDetails: 'Failed', exitCode }))).toEqual(passing('StepCutOff'));
    },
  );

  it('reads 137 as the agent does: the step has timed out', () => {
    const outcome = readOutcome(anInvocation({ statusDetails: 'Failed', exitCode: 137 }));
    expect(outcome).toEqual(passing('TimedOut'));
  });

  describe('reads what a step that ended with 1 printed', () => {
    const readOne = (output: string) =>
      readOutcome(anInvocation({ statusDetails: 'Failed', exitCode: 1, output }));

    it.each([
      [
        'a dead worker',
        'document process failed unexpectedly: document worker timed out , check [ssm-document-worker]/[ssm-session-worker] log for crash reason',
        passing('StepCutOff'),
      ],
      [
        'an outcome of ours',
        'unpacking\nmuster: outcome 22 unsupported: kali\n',
        lasting('UnsupportedSystem'),
      ],
      [
        'the last of two outcomes',
        'muster: outcome 22 a: b\nmuster: outcome 20 c: d',
        passing('DownloadFailed'),
      ],
      ['an outcome that is not in the contract', 'muster: outcome 1 odd: odd', lasting('ScriptFailed')],
      ['an outcome in the middle of a line', 'said muster: outcome 22 a: b', lasting('ScriptFailed')],
      ['anything else', 'no such file', lasting('ScriptFailed')],
    ])('%s', (_name, output, outcome) => {
      expect(readOne(output)).toEqual(outcome);
    });
  });

  it('does not need the output of a code of the contract, nor believe it', () => {
    const output = 'muster: outcome 20 download-failed: x';
    expect(readOutcome(anInvocation({ statusDetails: 'Failed', exitCode: 21, output }))).toEqual(
      lasting('ChecksumWrong'),
    );
  });

  it.each(['Success', 'Undeliverable', 'InProgress', 'AccessDenied'])(
    'ignores the exit code of an earlier step when the end is %s',
    (statusDetails) => {
      expect(readOutcome(anInvocation({ statusDetails, exitCode: 21 }))).toEqual(read(statusDetails));
    },
  );

  it('treats an unknown end as failed for good, so that somebody looks', () => {
    const known = [...Object.keys(meanings), 'Cancelling', 'TimedOut'];
    const unknown = fc.oneof(
      fc.string().filter((text) => !known.includes(text)),
      fc.constantFrom('constructor', 'toString', '__proto__', 'success', 'SUCCESS', ''),
    );
    fc.assert(
      fc.property(unknown, (statusDetails) => {
        expect(read(statusDetails)).toEqual(lasting('ScriptFailed'));
      }),
    );
  });
});
