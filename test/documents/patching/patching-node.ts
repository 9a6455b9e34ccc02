import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { type RunChanges, runContent, shell, step } from 'local-cloud/test/agent/pretend-run.ts';
import { loadDocument } from '../../../lib/documents/load-document.ts';
import type { Shell } from '../scripts/programs.ts';

type RunScript = NonNullable<RunChanges['runScript']>;
type Context = Parameters<RunScript>[1];
type ScriptAnswer = ReturnType<RunScript>;
type Left = Exclude<ScriptAnswer, { cannotStart: string }>;

/** What becomes of the script that chooses the document. Only one that runs writes anything. */
export type GuardEnd = 'runs' | 'fails' | 'hangs' | 'is killed' | 'never starts';

/** A node with the document of AWS, on which scripts really run. */
export interface PatchingNode {
  readonly isOfCluster: boolean;
  readonly guard?: GuardEnd;
  readonly agentVersion?: string;
  readonly given?: Readonly<Record<string, string>>;
  /** The exit codes of what installs or scans, one after another. */
  readonly patchCodes?: readonly number[];
  /** Documents that the node cannot fetch. */
  readonly without?: readonly string[];
}

/** How it ends where it is not run. */
const cutOff: Readonly<Record<Exclude<GuardEnd, 'runs'>, (left: Left) => ScriptAnswer>> = {
  fails: (left) => ({ ...left, exitCode: 1 }),
  hangs: (left) => ({ ...left, ending: 'hangs' }),
  'is killed': (left) => ({ ...left, exitCode: 137 }),
  'never starts': () => ({ cannotStart: 'no memory' }),
};

/** Sends a document to the node, and gives the ends of the steps and what the document of AWS was told to do. */
export function patch(name: string, node: PatchingNode, { program }: Shell) {
  const folder = mkdtempSync(join(tmpdir(), 'muster-patching-'));
  const done: string[] = [];
  if (node.isOfCluster) writeAll(folder, { '/mnt/var/lib/info/job-flow.json': '{}' });
  const runScript: RunScript = (text, context) => {
    const answer: Left = { ending: 'exits', exitCode: 0, stdout: '', stderr: '', files: context.files };
    if (context.step !== 'chooseDocument') {
      done.push(text.trim());
      return { ...answer, exitCode: node.patchCodes?.[done.length - 1] ?? 0 };
    }
    const { guard = 'runs' } = node;
    return guard === 'runs' ? { ...answer, ...runIn(folder, text, context, program) } : cutOff[guard](answer);
  };
  try {
    const given = Object.entries({ Operation: 'Install', ...node.given });
    const { steps } = runContent(loadDocument(`documents/patching/${name}.yaml`), {
      given: Object.fromEntries(given.map(([key, value]) => [key, [value]])),
      documents: documentsWithout(node.without ?? []),
      runScript,
      ...(node.agentVersion === undefined ? {} : { agentVersion: node.agentVersion }),
    });
    return { done, steps };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The documents that ours run: those of AWS say what they are told to do. */
function documentsWithout(names: readonly string[]): Readonly<Record<string, object>> {
  const text = (fallback: string) => ({ type: 'String', default: fallback });
  const common = { Operation: text(''), RebootOption: text('RebootIfNeeded'), SnapshotId: text('') };
  const told = '{{ Operation }} {{ RebootOption }} [{{ SnapshotId }}]';
  const hook = (name: string) =>
    step(`run${name}`, 'aws:runDocument', {
      documentType: 'SSMDocument',
      documentPath: `{{ ${name}InstallHookDocName }}`,
    });
  const all = {
    'AWS-RunPatchBaseline': {
      schemaVersion: '2.2',
      parameters: common,
      mainSteps: [shell('patch', { runCommand: [told] })],
    },
    'AWS-RunPatchBaselineWithHooks': {
      schemaVersion: '2.2',
      parameters: {
        ...common,
        PreInstallHookDocName: text('AWS-Noop'),
        PostInstallHookDocName: text('AWS-Noop'),
        OnExitHookDocName: text('AWS-Noop'),
      },
      mainSteps: [hook('Pre'), shell('patch', { runCommand: [told] }), hook('Post')],
    },
    'Muster-ScanClusterNode': loadDocument('documents/patching/scan-cluster-node.yaml'),
    Hook: {
      schemaVersion: '2.2',
      mainSteps: [
        step('deeper', 'aws:runDocument', { documentType: 'SSMDocument', documentPath: 'InsideHook' }),
      ],
    },
    InsideHook: { schemaVersion: '2.2', mainSteps: [shell('hook', { runCommand: ['hook'] })] },
  };
  return Object.fromEntries(Object.entries(all).filter(([name]) => !names.includes(name)));
}

/** Runs a script where the agent would, with the files that were downloaded, and gives those that are there then. */
function runIn(root: string, text: string, context: Context, program: string) {
  const usual = '/usr/bin';
  writeAll(root, Object.fromEntries(context.files));
  const cwd = join(root, context.workingDirectory ?? usual);
  mkdirSync(cwd, { recursive: true });
  const env = { PATH: process.env['PATH'], MUSTER_ROOT: root };
  const { status, stdout, stderr } = spawnSync(program, ['-c', text], {
    ...{ argv0: 'sh', encoding: 'utf8', cwd, env },
  });
  const downloads = join(root, '/var/lib/amazon/ssm');
  const left = existsSync(downloads)
    ? readdirSync(downloads, { recursive: true, encoding: 'utf8', withFileTypes: true })
    : [];
  const files = new Map(
    left
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [`/${relative(root, path)}`, readFileSync(path, 'utf8')]),
  );
  return { exitCode: status ?? -1, stdout, stderr, files };
}

function writeAll(root: string, files: Readonly<Record<string, string>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
}
