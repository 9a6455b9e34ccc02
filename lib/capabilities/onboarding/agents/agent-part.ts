import type { Agent, LinuxAgent, SecretSource, WindowsAgent } from './agent-schema.ts';

/** The platforms that an agent can be installed on. macOS has no installer yet: docs/agents/README.md says why. */
export const agentPlatforms = ['Linux', 'Windows'] as const;
export type AgentPlatform = (typeof agentPlatforms)[number];

/** The scripts of the user that an agent may have. */
export const scriptNames = ['configure', 'check', 'uninstall'] as const;
export type ScriptName = (typeof scriptNames)[number];

/** Values by the name of their environment variable. */
export type Variables = Readonly<Record<string, string>>;
export type Secrets = Readonly<Record<string, SecretSource>>;

/** What one system installs: the fields that a preamble writes down. Scripts are paths of files. */
export interface AgentPart {
  /** The name of the package on Linux, of the product on Windows. */
  readonly installedName: string;
  readonly version: string;
  readonly service: string;
  readonly variables: Variables;
  readonly secrets: Secrets;
  readonly scripts: Readonly<Partial<Record<ScriptName, string>>>;
  /** Windows only. */
  readonly arguments: string;
}

/** What one platform installs, and what differs on some of its systems. */
export interface PlatformAgent extends AgentPart {
  readonly packages: Readonly<Record<string, string>>;
  readonly downloadSeconds: number;
  readonly healthSeconds: number;
  readonly steadySeconds: number;
  readonly signatures: boolean;
  /** Whole parts, by the key of the system: what is not said for a system is that of its platform. */
  readonly systems: Readonly<Record<string, AgentPart>>;
}

/** The agent on a platform; undefined if it is not for this platform. */
export function agentOn(agent: Agent, platform: AgentPlatform): PlatformAgent | undefined {
  const given = platform === 'Linux' ? agent.linux : agent.windows;
  if (given === undefined) return undefined;
  const whole = partOf(agent, given);
  return {
    ...whole,
    packages: given.packages,
    downloadSeconds: given.downloadTimeoutSeconds,
    healthSeconds: given.healthTimeoutSeconds,
    steadySeconds: given.steadySeconds,
    signatures: 'signatures' in given && given.signatures,
    systems: Object.fromEntries(
      Object.entries(given.systems).map(([key, part]) => [key, mergePart(whole, part)]),
    ),
  };
}

type GivenPart = Partial<Omit<LinuxAgent & WindowsAgent, 'systems'>>;

function partOf(agent: Agent, given: LinuxAgent | WindowsAgent): AgentPart {
  const nothing: AgentPart = {
    ...{ installedName: '', version: '', service: '', arguments: '' },
    ...{ variables: agent.variables, secrets: agent.secrets, scripts: {} },
  };
  return mergePart(nothing, given);
}

/** A part with what another says. Variables and secrets are merged name by name. */
function mergePart(base: AgentPart, over: GivenPart): AgentPart {
  const scripts = scriptNames.flatMap((name) => {
    const file = over[name] ?? base.scripts[name];
    return file === undefined ? [] : [[name, file] as const];
  });
  return {
    installedName: over.packageName ?? over.name ?? base.installedName,
    version: over.version ?? base.version,
    service: over.service ?? base.service,
    arguments: over.arguments ?? base.arguments,
    variables: { ...base.variables, ...over.variables },
    secrets: { ...base.secrets, ...over.secrets },
    scripts: Object.fromEntries(scripts),
  };
}
