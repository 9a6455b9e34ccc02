import { Stack } from 'aws-cdk-lib';
import { platformTypes } from '../../../lambdas/shared/domain/fleet/instance.ts';
import type {
  AgentDocuments,
  DocumentChoice,
  Exclusion,
  Profile,
} from '../../../lambdas/shared/domain/fleet/profile.ts';
import type { VerificationSettings } from '../../../lambdas/shared/domain/verification/verification-settings.ts';
import type { Settings } from '../../configuration/settings.ts';
import { acknowledgeWildcards } from '../../constructs/acknowledged-findings.ts';
import type { MusterFunction } from '../../constructs/muster-function.ts';
import { agentDocument, listAgentDocuments } from './agents/agent-document.ts';
import { documentNames } from './command-documents.ts';
import { agentsOf, choicesOf, chosenDocuments } from './profile-choices.ts';
import { rolloutDocumentArns } from './rollout-document-rights.ts';

/**
 * True for the name of a document of AWS. Such documents are sent in their default version, which AWS
 * decides. A file in documents/command is ours, whatever its name begins with.
 */
export function isOwnedByAws(name: string): boolean {
  return /^(AWS|Amazon)/.test(name) && !documentNames().includes(name);
}

/** The version of each document that a profile names, by the document's physical name. */
export function versionsByDocument(
  settings: Settings,
  versions: ReadonlyMap<string, string>,
): Record<string, string> {
  const names = chosenDocuments(settings);
  return Object.fromEntries(
    names.map((name) => [physicalName(settings, name), versions.get(name) ?? '$DEFAULT']),
  );
}

/** The documents of the profiles and of all agents. The document of an agent that no profile names uninstalls it. */
function ownDocuments(settings: Settings): readonly string[] {
  const ofAgents = listAgentDocuments(settings.agents).map(({ name, platform }) =>
    agentDocument(name, platform),
  );
  return [...new Set([...chosenDocuments(settings), ...ofAgents])].sort();
}

/** The same by physical name. */
export function ownPhysicalNames(settings: Settings): readonly string[] {
  return ownDocuments(settings).map((name) => physicalName(settings, name));
}

/** Whether and how what is onboarded is verified, in the form that the recheck reads. */
export function deployVerification(settings: Settings, verifiable: readonly string[]): VerificationSettings {
  const { every, onDrift } = settings.verification;
  const documents = ownDocuments(settings).filter((name) => verifiable.includes(name));
  return { every, onDrift, documents: documents.map((name) => physicalName(settings, name)) };
}

/**
 * The right to send the documents of the profiles and of all agents, and those that roll-outs may send besides, to any
 * instance of the account.
 */
export function grantSend(sender: MusterFunction, settings: Settings): void {
  const stack = Stack.of(sender);
  const anyInstance = `arn:${stack.partition}:ec2:${stack.region}:${stack.account}:instance/*`;
  const own = ownDocuments(settings).map((name) => documentArn(stack, settings, name));
  sender.allow(['ssm:SendCommand'], [...own, ...rolloutDocumentArns(stack, settings)]);
  sender.allow(['ssm:SendCommand'], [anyInstance]);
  acknowledgeWildcards(
    sender,
    [anyInstance],
    'Any instance of the account may launch; which document it gets is bounded by its own statement.',
  );
}

/**
 * The profiles in the form that the function reads: agents by name, or documents by physical name with
 * parameters in the form of Run Command.
 */
export function deployProfiles(settings: Settings): Profile[] {
  return settings.profiles.map((profile) => {
    const { name, tags } = profile;
    const agents = agentsOf(settings, profile);
    if (agents !== undefined) return { name, tags, agents };
    const documents: Partial<Record<(typeof platformTypes)[number], DocumentChoice>> = {};
    for (const platform of platformTypes) {
      const [choice] = choicesOf(settings, profile, platform);
      if (choice === undefined) continue;
      const parameters = Object.fromEntries(Object.entries(choice.parameters).map(([k, v]) => [k, [v]]));
      documents[platform] = { document: physicalName(settings, choice.document), parameters };
    }
    return { name, tags, documents };
  });
}

/** The tags of instances that are left alone. Those of people come first, because they say more. */
export function deployExclusions({ excludeTags, imageBuildTags }: Settings): Exclusion[] {
  return [...excludeTags, ...imageBuildTags.map((tag) => ({ ...tag, isOfImage: true as const }))];
}

/** The documents of the agents that profiles name, by physical name. */
export function deployAgents(settings: Settings): AgentDocuments {
  const named = new Set(settings.profiles.flatMap((profile) => agentsOf(settings, profile) ?? []));
  const documents: Record<string, Partial<Record<(typeof platformTypes)[number], string>>> = {};
  for (const { name, platform } of listAgentDocuments(settings.agents)) {
    if (!named.has(name)) continue;
    const document = physicalName(settings, agentDocument(name, platform));
    documents[name] = { ...documents[name], [platform]: document };
  }
  return documents;
}

/** By physical name: the least SSM agent of each document that a profile names and that needs one. */
export function floorsByDocument(
  settings: Settings,
  floors: ReadonlyMap<string, string>,
): Record<string, string> {
  const entries = chosenDocuments(settings).map(
    (name) => [physicalName(settings, name), floors.get(name)] as const,
  );
  return Object.fromEntries(entries.flatMap(([name, floor]) => (floor === undefined ? [] : [[name, floor]])));
}

/** The document's name in Systems Manager. */
export function physicalName(settings: Settings, name: string): string {
  return isOwnedByAws(name) ? name : `${settings.names.prefix}-${name}`;
}

function documentArn({ partition, region, account }: Stack, settings: Settings, name: string): string {
  const owner = isOwnedByAws(name) ? '' : account;
  return `arn:${partition}:ssm:${region}:${owner}:document/${physicalName(settings, name)}`;
}
