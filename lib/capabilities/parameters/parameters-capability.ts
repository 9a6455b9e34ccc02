import type { SettingsOf } from '../../configuration/settings.ts';
import { type Capability, section, stackOf } from '../capability.ts';
import { readApplications } from './parameter-tree.ts';
import { parameters } from './parameters-schema.ts';
import { ParametersStack } from './parameters-stack.ts';

const fields = {
  parameters: section(parameters, 'The parameter tree, who reads and writes it, and word of its changes.'),
};

declare module '../../configuration/settings.ts' {
  interface Settings extends SettingsOf<typeof fields> {}
}

/** The parameter tree. */
export const parametersCapability: Capability<typeof fields> = {
  name: 'parameters',
  description: 'the parameter tree.',
  fields,
  listClaims: ({ parameters: own }) =>
    readApplications(own?.tree ?? {}).flatMap(({ paths }) =>
      paths.flatMap(({ parameters: declared }) =>
        declared.filter(({ secret }) => secret).map(({ name }) => `the secret "${name}"`),
      ),
    ),
  createStack: stackOf(ParametersStack, ({ parameters: own }) => own),
};
