import { type PlatformType, platformTypes } from '../../../lambdas/shared/domain/fleet/instance.ts';
import type { Settings } from '../../configuration/settings.ts';
import { agentDocument } from './agents/agent-document.ts';
import { agentOn, agentPlatforms } from './agents/agent-part.ts';
import type { ParsedProfile } from './onboarding-schema.ts';

/** A document that a profile gives to a platform: of an agent, or named by itself. */
export interface ProfileChoice {
  readonly agent?: string;
  readonly document: string;
  readonly parameters: Readonly<Record<string, string>>;
}

type AgentSettings = Pick<Settings, 'agents'>;

/** What a profile names, when the configuration has no agents and the profile no documents. */
export const installDocuments = {
  Linux: { document: 'InstallAgentLinux', parameters: {} },
  Windows: { document: 'InstallAgentWindows', parameters: {} },
} as const satisfies Partial<Record<PlatformType, ProfileChoice>>;

/**
 * The agents that a profile names: every agent of the configuration, if it names neither agents nor documents.
 * Undefined for a profile of documents.
 */
export function agentsOf(
  { agents }: AgentSettings,
  profile: Pick<ParsedProfile, 'agents' | 'documents'>,
): readonly string[] | undefined {
  const all = Object.keys(agents);
  if (profile.documents !== undefined || (profile.agents === undefined && all.length === 0)) return undefined;
  return profile.agents ?? all;
}

/**
 * What a profile gives to a platform, in the order in which a node gets it. A profile that names neither agents
 * nor documents gives every agent of the configuration.
 */
export function choicesOf(
  { agents }: AgentSettings,
  profile: Pick<ParsedProfile, 'agents' | 'documents'>,
  platform: PlatformType,
): readonly ProfileChoice[] {
  const named = agentsOf({ agents }, profile);
  if (named === undefined) {
    const documents: ParsedProfile['documents'] = profile.documents ?? installDocuments;
    const choice = documents[platform];
    return choice === undefined ? [] : [choice];
  }
  return named.flatMap((name) => {
    const agent = Object.hasOwn(agents, name) ? agents[name] : undefined;
    const at = agentPlatforms.find((each) => each === platform);
    if (agent === undefined || at === undefined || agentOn(agent, at) === undefined) return [];
    return [{ agent: name, document: agentDocument(name, at), parameters: {} }];
  });
}

/** The documents that the profiles name, each once, in alphabetical order. */
export function chosenDocuments(settings: Settings): string[] {
  const choices = settings.profiles.flatMap((profile) =>
    platformTypes.flatMap((platform) => choicesOf(settings, profile, platform)),
  );
  return [...new Set(choices.map(({ document }) => document))].sort();
}
