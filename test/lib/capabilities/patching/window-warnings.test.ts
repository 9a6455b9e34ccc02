import { Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { expect, it } from 'vitest';
import * as z from 'zod';
import { window } from '../../../../lib/capabilities/patching/window-schema.ts';
import { warnOfCommands } from '../../../../lib/capabilities/patching/window-warnings.ts';

const warnings = (runCommand: object) => {
  const stack = new Stack();
  const read = z.record(z.string(), window).parse({
    night: { schedule: 'rate(7 days)', targets: { all: true }, tasks: { look: { runCommand } } },
  });
  warnOfCommands(stack, read);
  return Annotations.fromStack(stack)
    .findWarning('*', Match.anyValue())
    .map(({ entry }) => String(entry.data));
};

it('a command that lacks what its document requires is warned of, with its field', () => {
  expect(warnings({ document: 'AWS-RunShellScript' })).toEqual([
    expect.stringContaining(
      'patching.windows.night.tasks.look.runCommand.parameters.commands of muster.config.ts',
    ),
  ]);
  expect(warnings({ document: 'AWS-RunShellScript', parameters: { commands: [] } })).toHaveLength(1);
});

it('a command that has it, and one of a document that nobody knows, are not', () => {
  expect(warnings({ document: 'AWS-RunShellScript', parameters: { commands: ['uptime'] } })).toEqual([]);
  expect(warnings({ document: 'Example-Check' })).toEqual([]);
});
