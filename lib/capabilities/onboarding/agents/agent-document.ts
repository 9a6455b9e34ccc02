import { join } from 'node:path';
import { type CommandDocument, DocumentError, loadDocument } from '../../../documents/load-document.ts';
import { type AgentPlatform, agentOn, agentPlatforms, type PlatformAgent } from './agent-part.ts';
import type { Agents } from './agent-schema.ts';
import { readScript } from './agent-scripts.ts';
import { linuxPreamble, type ScriptTexts } from './linux-preamble.ts';
import { windowsPreamble } from './windows-preamble.ts';

/** An agent on a platform, which has a document of its own. */
export interface AgentOnPlatform {
  readonly name: string;
  readonly platform: AgentPlatform;
  readonly given: PlatformAgent;
}

/** What the names of the documents of all agents begin with. */
export const agentDocumentPrefix = 'Agent-';

/** The name of the document of an agent, without the prefix of the names in Systems Manager. */
export function agentDocument(agent: string, platform: AgentPlatform): string {
  return `${agentDocumentPrefix}${agent}-${platform}`;
}

/** Every agent on every platform that it is for, in the order of the configuration. */
export function listAgentDocuments(agents: Agents): AgentOnPlatform[] {
  return Object.entries(agents).flatMap(([name, agent]) =>
    agentPlatforms.flatMap((platform) => {
      const given = agentOn(agent, platform);
      return given === undefined ? [] : [{ name, platform, given }];
    }),
  );
}

/**
 * The document that installs, verifies or removes an agent. All that the configuration says stands in it as text,
 * so a change of the configuration or of a script is a new version. Its one parameter is the operation.
 * @throws DocumentError when it is too long for Systems Manager.
 */
export function buildAgentDocument(
  { name, platform, given }: AgentOnPlatform,
  treatAs: Readonly<Record<string, string>>,
): CommandDocument {
  const texts = readTexts(given);
  const preamble =
    platform === 'Linux' ? linuxPreamble(name, given, treatAs, texts) : windowsPreamble(name, given, texts);
  const file = join('documents', 'agent', `agent-${platform.toLowerCase()}.yaml`);
  try {
    return loadDocument(file, {}, preamble);
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error;
    // The file is the same for every agent: the user must know which one is too long.
    const field = `agents.${name}.${platform.toLowerCase()}`;
    throw new DocumentError(error.problems.map((problem) => `${field}, in ${problem}`));
  }
}

/** The scripts of an agent. One that cannot be read is a mistake of the configuration, and is left out here. */
function readTexts(given: PlatformAgent): ScriptTexts {
  const parts = [given, ...Object.values(given.systems)];
  const files = new Set(parts.flatMap(({ scripts }) => Object.values(scripts)));
  return new Map(
    [...files].flatMap((file) => {
      const reading = readScript(file);
      return 'text' in reading ? [[file, reading.text] as const] : [];
    }),
  );
}
