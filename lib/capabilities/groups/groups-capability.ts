import type { SettingsOf } from '../../configuration/settings.ts';
import { type Capability, section, stackOf } from '../capability.ts';
import { groups } from './groups-schema.ts';
import { GroupsStack } from './groups-stack.ts';

const fields = { groups: section(groups, 'Resource groups by name, as targets of whatever has targets.') };

declare module '../../configuration/settings.ts' {
  interface Settings extends SettingsOf<typeof fields> {}
}

/** Resource groups, which other sections name as targets. */
export const groupsCapability: Capability<typeof fields> = {
  name: 'groups',
  description: 'resource groups.',
  fields,
  createStack: stackOf(GroupsStack, ({ groups: own }) => own),
};
