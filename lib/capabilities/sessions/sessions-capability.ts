import type { SettingsOf } from '../../configuration/settings.ts';
import { type Capability, section, stackOf } from '../capability.ts';
import { sessions } from './sessions-schema.ts';
import { SessionsStack } from './sessions-stack.ts';

const fields = {
  sessions: section(sessions, 'How sessions run, what is logged of them, and who may start them.'),
};

declare module '../../configuration/settings.ts' {
  interface Settings extends SettingsOf<typeof fields> {}
}

/** How sessions run, what is logged of them, and who may start them. */
export const sessionsCapability: Capability<typeof fields> = {
  name: 'sessions',
  description: 'how sessions run and who starts them.',
  fields,
  listClaims: ({ sessions: own }) =>
    own?.applyPreferences === true ? ['the preferences of Session Manager'] : [],
  createStack: stackOf(SessionsStack, ({ sessions: own }) => own),
};
