import { type DocumentStep, stepTimeoutSeconds } from './command-document.ts';
import type { Asking, ScriptAnswer, ScriptContext } from './run-events.ts';
import { readScriptInput, type ScriptInput } from './script-input.ts';
import { type ActionEnd, type Frame, joinPath, RunLost, type RunState } from './step-run.ts';
import { agentKnows } from './version-floor.ts';

/** The agent's exit code for a step that it killed. A script that ends with it counts as killed too. */
const KILLED_EXIT_CODE = 137;

/** Runs the script of a step to its end, its time limit or the order to cancel, whichever comes first. */
export function* runScriptStep(step: DocumentStep, frame: Frame, state: RunState): Asking<ActionEnd> {
  const input = readScriptInput(step);
  if (typeof input === 'string') return fail(input);
  const scriptPath = joinPath(frame.folder, step.name, '_script.sh');
  const place = placeOf(input, frame, state);
  const context = contextOf(step, { ...input, ...place }, state);
  const obstacle = obstacleOf(context, place.isCertain, state);
  if (obstacle !== undefined) return fail(`failed to run commands: ${obstacle}`);
  if (context.action === 'aws:runShellScript' && scriptPath.includes(' '))
    return failWith(127, notFound(scriptPath, state));
  state.scriptsRun++;
  const text = `${input.lines.join('\n')}\n`;
  const answer = yield { kind: 'script', text, context };
  if (answer.kind !== 'script') throw new TypeError(`a script was answered by a ${answer.kind}`);
  return settle(answer.script);

  function settle(script: ScriptAnswer): ActionEnd {
    if ('cannotStart' in script) return fail(`failed to run commands: ${script.cannotStart}`);
    state.keepFiles(script.files);
    const { scriptMs } = state.setting;
    const startMs = state.clockMs;
    if (script.ending === 'vanishes' || script.ending === 'worker-killed')
      throw new RunLost(script.ending, startMs + scriptMs / 2);
    const endMs = script.ending === 'hangs' ? Number.POSITIVE_INFINITY : startMs + scriptMs;
    const limitMs = startMs + context.timeoutSeconds * 1000;
    const cancelMs = frame.cancelledAtMs ?? Number.POSITIVE_INFINITY;
    state.clockMs = Math.min(endMs, limitMs, cancelMs);
    if (state.clockMs === cancelMs) return end('Cancelled', KILLED_EXIT_CODE, script);
    if (state.clockMs < endMs) return end('TimedOut', KILLED_EXIT_CODE, script);
    const isWindows = context.platform.type === 'Windows';
    const code = isWindows || script.exitCode < 0 ? script.exitCode : script.exitCode % 256;
    if (code === 0) return end('Success', 0, script);
    if (code === (isWindows ? 3010 : 194)) return end('SuccessAndReboot', code, script);
    if (code === KILLED_EXIT_CODE) return end('TimedOut', code, script);
    return failWith(code, script.stderr, script.stdout);
  }

  function end(
    status: ActionEnd['status'],
    code: number,
    printed: { stdout: string; stderr: string },
  ): ActionEnd {
    return { status, code, ...state.print(frame, step, printed) };
  }

  function fail(words: string): ActionEnd {
    return end('Failed', 1, { stdout: '', stderr: words });
  }

  function failWith(code: number, stderr: string, stdout = ''): ActionEnd {
    const how = code < 0 ? 'signal: killed' : `exit status ${code}`;
    return end('Failed', code, { stdout, stderr: `${stderr}failed to run commands: ${how}` });
  }
}

/**
 * Where a script runs. A relative folder is one below the downloads of the run; when nothing was downloaded to it, the
 * agent takes its usual place.
 */
function placeOf({ workingDirectory }: ScriptInput, frame: Frame, { files }: RunState) {
  if (/^(\/|[a-zA-Z]:[\\/]|\\\\)/.test(workingDirectory))
    return { place: workingDirectory, isCertain: false };
  const folder = joinPath(frame.folder, 'downloads', workingDirectory).replace(/\/$/, '');
  const isThere = [...files.keys()].some((file) => file.startsWith(`${folder}/`));
  return { place: isThere ? folder : undefined, isCertain: true };
}

function contextOf(
  step: DocumentStep,
  input: ScriptInput & { readonly place: string | undefined },
  state: RunState,
): ScriptContext {
  const { instanceId, commandId, platform, region, agentVersion } = state.setting;
  const isShell = step.action === 'aws:runShellScript';
  return {
    ...{ instanceId, commandId, platform, step: step.name, files: state.files },
    action: isShell ? 'aws:runShellScript' : 'aws:runPowerShellScript',
    workingDirectory: input.place,
    timeoutSeconds: stepTimeoutSeconds(step),
    environment: {
      ...(agentKnows(agentVersion, 'environment') ? input.environment : {}),
      SSM_COMMAND_ID: commandId,
      AWS_SSM_INSTANCE_ID: instanceId,
      AWS_SSM_REGION_NAME: region,
      AWS_SSM_PLATFORM_NAME: platform.name,
      AWS_SSM_PLATFORM_VERSION: platform.version,
    },
  };
}

/** What keeps the shell from starting: a working directory that is missing, or a PowerShell that Linux does not have. */
function obstacleOf(
  { action, platform, workingDirectory }: ScriptContext,
  isCertain: boolean,
  { setting }: RunState,
): string | undefined {
  const isWindows = platform.type === 'Windows';
  if (action === 'aws:runPowerShellScript' && !isWindows)
    return `fork/exec ${platform.type === 'MacOS' ? '/usr/local/bin/pwsh' : '/usr/bin/pwsh'}: no such file or directory`;
  const { hasFolder } = setting;
  const isThere = workingDirectory === undefined || hasFolder === undefined || hasFolder(workingDirectory);
  if (isThere || isCertain) return undefined;
  if (isWindows)
    return 'fork/exec C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe: The directory name is invalid.';
  const hasOneBin = platform.type === 'Linux' && platform.name !== 'FreeBSD';
  return `fork/exec ${hasOneBin ? '/usr/bin/sh' : '/bin/sh'}: no such file or directory`;
}

/** What the shell says when the path of the script falls into words: the agent does not quote it. */
function notFound(scriptPath: string, { setting }: RunState): string {
  const [word] = scriptPath.split(' ');
  const isDash = /Debian|Ubuntu/.test(setting.platform.name);
  return isDash ? `sh: 1: ${word}: not found\n` : `sh: line 1: ${word}: No such file or directory\n`;
}
