import type { AgentPart, PlatformAgent, ScriptName, Variables } from './agent-part.ts';
import { scriptNames } from './agent-part.ts';
import { packageEntries, secretEntries } from './preamble-values.ts';

/** The line that ends a script of the user inside the document. No script may have such a line. */
export const scriptEnd = 'MUSTER_END';

/** The text of each script of the user, by its path. */
export type ScriptTexts = ReadonlyMap<string, string>;

/**
 * The lines in front of the Linux installer that say what it installs (documents/README.md). Every value is in
 * single quotes, so nothing of it is read as shell text.
 */
export function linuxPreamble(
  name: string,
  agent: PlatformAgent,
  treatAs: Readonly<Record<string, string>>,
  texts: ScriptTexts,
): string[] {
  return [
    assign('agent', name),
    assign('packages', packageEntries(agent.packages)),
    assign('download_seconds', String(agent.downloadSeconds)),
    assign('health_seconds', String(agent.healthSeconds)),
    assign('steady_seconds', String(agent.steadySeconds)),
    assign('gpg_check', agent.signatures ? 'yes' : 'no'),
    assign('treat_as', pairs(treatAs).join(' ')),
    ...partLines(agent, texts),
    ...overrideLines(agent, texts),
  ];
}

/** The lines for a part. Scripts are functions that print them, so that a system can have its own. */
function partLines(part: AgentPart, texts: ScriptTexts): string[] {
  return [
    assign('package_name', part.installedName),
    assign('version', part.version),
    assign('service', part.service),
    assign('secrets', secretEntries(part.secrets).join(' ')),
    ...variableLines(part.variables),
    ...scriptNames.flatMap((name) => scriptLines(name, part, texts)),
  ];
}

function variableLines(variables: Variables): string[] {
  const lines = Object.entries(variables).flatMap(([name, value]) => [assign(name, value), `export ${name}`]);
  return ['set_variables() {', ...(lines.length === 0 ? [':'] : lines), '}'];
}

function scriptLines(name: ScriptName, { scripts }: AgentPart, texts: ScriptTexts): string[] {
  const file = scripts[name];
  const text = file === undefined ? undefined : texts.get(file);
  if (text === undefined) return [`has_${name}=`, `print_${name}() { :; }`];
  return [
    `has_${name}=yes`,
    `print_${name}() {`,
    `cat <<'${scriptEnd}'`,
    ...text.split('\n'),
    scriptEnd,
    '}',
  ];
}

/** The general part holds on systems that have none of their own. */
function overrideLines({ systems }: PlatformAgent, texts: ScriptTexts): string[] {
  const cases = Object.entries(systems).flatMap(([key, part]) => [
    `${key})`,
    ...partLines(part, texts),
    ';;',
  ]);
  return ['override_for() {', 'case $1 in', ...cases, '*) return 1 ;;', 'esac', '}'];
}

function assign(name: string, value: string): string {
  return `${name}='${value.replaceAll("'", "'\\''")}'`;
}

function pairs(record: Readonly<Record<string, string>>): string[] {
  return Object.entries(record).map(([key, value]) => `${key}=${value}`);
}
