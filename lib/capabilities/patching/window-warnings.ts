import { Annotations, type Stack } from 'aws-cdk-lib';
import { requiredParametersOf } from '../../documents/aws-document-kinds.ts';
import type { Window } from './window-schema.ts';

/**
 * Warns at synth of commands of windows that lack a parameter which their document requires. Run Command refuses such a
 * command each time.
 */
export function warnOfCommands(stack: Stack, windows: Readonly<Record<string, Window>>): void {
  const fields = Object.entries(windows).flatMap(([name, { tasks }]) =>
    Object.entries(tasks).flatMap(([task, { runCommand }]) => {
      if (runCommand === undefined) return [];
      const { document, parameters } = runCommand;
      const missing = requiredParametersOf(document).filter((each) => (parameters[each]?.length ?? 0) === 0);
      return missing.map((each) => `patching.windows.${name}.tasks.${task}.runCommand.parameters.${each}`);
    }),
  );
  if (fields.length === 0) return;
  Annotations.of(stack).addWarningV2(
    'muster:window-command-incomplete',
    `${fields.join(' and ')} of muster.config.ts: there is no value, and the document requires one. The window will open, ` +
      'and Systems Manager will refuse the command. Give a value.',
  );
}
