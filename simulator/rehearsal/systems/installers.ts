import { gunzipSync } from 'node:zlib';
import type { AssemblyStack, Platform } from 'local-cloud';
import { declaredIn } from '../../run/declared-resources.ts';
import { type CaseTable, readCaseTable } from './case-table.ts';
import { idOfName } from './os-names.ts';

/** What the installer does on a system: it goes on, it refuses with 22, or that cannot be told from a name. */
export type InstallerAnswer = 'goes-on' | 'refuses' | 'not-known';

/** The installers of an assembly, as far as they decide by the system. */
export interface Installers {
  /** The answer on a platform that Systems Manager names. */
  answerOn(platform: Pick<Platform, 'type' | 'name' | 'version'>): InstallerAnswer;
  /** The names of their documents. What other documents do on a system is not known. */
  readonly documents: ReadonlySet<string>;
}

const linuxTable = /^find_distribution\(\)/m;
const oldestBuild = /^\$OldestBuild = (\d+)$/m;

/**
 * Reads what the installers know from the documents that are deployed: for Linux the table `find_distribution` and
 * `treat_as`, for Windows the oldest build. Documents of the user have neither, and then nothing is refused.
 */
export function readInstallers(stacks: readonly Pick<AssemblyStack, 'template'>[]): Installers {
  const documents = stacks
    .flatMap((stack) => declaredIn(stack))
    .filter(({ type }) => type === 'AWS::SSM::Document')
    .map(({ properties }) => ({ name: properties['Name'], text: scriptOf(properties['Content']) }))
    .filter(({ text }) => linuxTable.test(text) || oldestBuild.test(text));
  const texts = documents.map(({ text }) => text);
  const linux = texts.find((text) => linuxTable.test(text));
  const windows = texts.map((text) => oldestBuild.exec(text)?.[1]).find(Boolean);
  const table = linux === undefined ? undefined : readCaseTable(linux, 'find_distribution');
  const treatAs = new Map(texts.flatMap(treatedIn));
  return {
    documents: new Set(documents.map(({ name }) => String(name))),
    answerOn: ({ type, name, version }) => {
      if (type === 'Linux') return table === undefined ? 'goes-on' : onLinux(table, treatAs, name, version);
      if (type === 'Windows')
        return windows === undefined ? 'goes-on' : onWindows(Number(windows), name, version);
      return 'goes-on';
    },
  };
}

function onLinux(
  table: CaseTable,
  treatAs: ReadonlyMap<string, string>,
  name: string,
  version: string,
): InstallerAnswer {
  const id = idOfName(name);
  // FreeBSD's agent calls itself Linux. Its kernel is none, which the installer looks at first.
  if (/freebsd/i.test(name)) return 'refuses';
  if (id === undefined) return 'not-known';
  const body = table(`${treatAs.get(id) ?? id}-${version}`);
  return body === undefined || /\brefused=/.test(body) ? 'refuses' : 'goes-on';
}

function onWindows(oldestBuild: number, name: string, version: string): InstallerAnswer {
  if (/\bwindows (?:xp|vista|7|8|8\.1|10|11)\b/i.test(name)) return 'refuses';
  if (!/\bwindows server\b/i.test(name)) return 'not-known';
  const build = /^\d+\.\d+\.(\d+)/.exec(version)?.[1];
  if (build === undefined) return 'not-known';
  return Number(build) < oldestBuild ? 'refuses' : 'goes-on';
}

function treatedIn(text: string): (readonly [string, string])[] {
  const pairs = /^treat_as='([^']*)'$/m.exec(text)?.[1]?.split(' ') ?? [];
  return pairs.flatMap((pair) => {
    const [id, like] = pair.split('=');
    return id === undefined || like === undefined ? [] : [[id, like] as const];
  });
}

/** Every text of a document, one a line. What is packed is unpacked. */
function scriptOf(content: unknown): string {
  const lines: string[] = [];
  const collect = (value: unknown): void => {
    if (typeof value === 'string') lines.push(value);
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(collect);
  };
  collect(content);
  const text = lines.join('\n');
  const packed = /^print_packed\(\) \{\ncat <<'MUSTER_END'\n([A-Za-z0-9+/=\n]+?)\nMUSTER_END$/m.exec(
    text,
  )?.[1];
  return packed === undefined ? text : `${text}\n${gunzipSync(Buffer.from(packed, 'base64')).toString()}`;
}
