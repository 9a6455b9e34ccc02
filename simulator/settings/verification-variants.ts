import { agentVariants } from './agent-variants.ts';
import type { SettingsVariant } from './setting-variants.ts';

/** Settings with a verification every day: what has drifted is told, or is sent again as well, with three agents. */
export function verificationVariants(): readonly SettingsVariant[] {
  const several = agentVariants().at(-1)?.settings ?? {};
  return [
    { name: 'verification=tell', settings: { verification: { every: 'day', onDrift: 'tell' } } },
    {
      name: 'verification=send agents=3',
      settings: { ...several, verification: { every: 'day', onDrift: 'send' } },
    },
  ];
}
