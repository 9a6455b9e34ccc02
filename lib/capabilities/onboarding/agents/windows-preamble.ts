import type { AgentPart, PlatformAgent } from './agent-part.ts';
import type { ScriptTexts } from './linux-preamble.ts';
import { packageEntries, secretAddresses } from './preamble-values.ts';

/**
 * The lines in front of the Windows installer that say what it installs (documents/README.md). Every value is
 * in single quotes, so PowerShell reads nothing of it as script text.
 */
export function windowsPreamble(name: string, agent: PlatformAgent, texts: ScriptTexts): string[] {
  const systems = Object.entries(agent.systems).flatMap(([key, part]) => [
    `${quote(key)} = @{`,
    ...fieldsOf(part, texts).map(([field, lines]) => prefixed(`${field} = `, lines).join('\n')),
    '}',
  ]);
  return [
    `$Agent = ${quote(name)}`,
    `$PackageEntries = ${quote(packageEntries(agent.packages))}`,
    `$DownloadSeconds = ${quote(String(agent.downloadSeconds))}`,
    `$HealthSeconds = ${quote(String(agent.healthSeconds))}`,
    `$SteadySeconds = ${quote(String(agent.steadySeconds))}`,
    ...fieldsOf(agent, texts).flatMap(([field, lines]) => prefixed(`$${field} = `, lines)),
    '$Overrides = @{',
    ...systems,
    '}',
  ].flatMap((text) => text.split('\n'));
}

/** The fields of a part: the name of each, and the lines of its value. */
function fieldsOf(part: AgentPart, texts: ScriptTexts): [field: string, lines: string[]][] {
  const { configure, check, uninstall } = part.scripts;
  return [
    ['ProductName', [quote(part.installedName)]],
    ['Version', [quote(part.version)]],
    ['ServiceName', [quote(part.service)]],
    ['Arguments', [quote(part.arguments)]],
    ['Variables', tableLines(Object.entries(part.variables))],
    ['SecretNames', tableLines(secretAddresses(part.secrets))],
    ['ConfigureScript', scriptLines(configure, texts)],
    ['CheckScript', scriptLines(check, texts)],
    ['UninstallScript', scriptLines(uninstall, texts)],
  ];
}

function tableLines(entries: readonly (readonly [string, string])[]): string[] {
  if (entries.length === 0) return ['[ordered]@{}'];
  return ['[ordered]@{', ...entries.map(([name, value]) => `${name} = ${quote(value)}`), '}'];
}

/** A script as a list of quoted lines: a text of several lines could end the quotes of a here-string. */
function scriptLines(file: string | undefined, texts: ScriptTexts): string[] {
  const text = file === undefined ? undefined : texts.get(file);
  if (text === undefined) return ["''"];
  const lines = text.split('\n').map(quote);
  return ['(@(', ...lines.slice(0, -1).map((line) => `${line},`), ...lines.slice(-1), ') -join "`n")'];
}

function prefixed(beginning: string, [first = '', ...rest]: readonly string[]): string[] {
  return [`${beginning}${first}`, ...rest];
}

/** Schema and scripts allow ASCII only, so no typographic quote, which PowerShell would take for one, is here. */
function quote(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}
