import { Command } from 'commander';
import { wrapHelp } from './print/say.ts';

type AddCommand = (program: Command) => void;

/**
 * The commands by name, in the order in which the help shows them. `bin/commands/` has one folder for each. A command is
 * loaded when it is called: all together take half a second.
 */
const commands: Readonly<Record<string, () => Promise<AddCommand>>> = {
  status: async () => (await import('./commands/status/status.ts')).addStatusCommand,
  unmanaged: async () => (await import('./commands/problems/problems.ts')).addUnmanagedCommand,
  failed: async () => (await import('./commands/problems/problems.ts')).addFailedCommand,
  drifted: async () => (await import('./commands/problems/problems.ts')).addDriftedCommand,
  explain: async () => (await import('./commands/explain/explain.ts')).addExplainCommand,
  plan: async () => (await import('./commands/plan/plan.ts')).addPlanCommand,
  look: async () => (await import('./commands/look/look.ts')).addLookCommand,
  redrive: async () => (await import('./commands/redrive/redrive.ts')).addRedriveCommand,
  doctor: async () => (await import('./commands/doctor/doctor.ts')).addDoctorCommand,
  run: async () => (await import('./commands/run/run.ts')).addRunCommand,
  rollout: async () => (await import('./commands/rollout/rollout.ts')).addRolloutCommand,
  activate: async () => (await import('./commands/activate/activate.ts')).addActivateCommand,
  local: async () => (await import('./commands/local/local.ts')).addLocalCommand,
  rehearse: async () => (await import('./commands/rehearse/rehearse.ts')).addRehearseCommand,
  simulate: async () => (await import('./commands/simulate/simulate.ts')).addSimulateCommand,
  story: async () => (await import('./commands/story/stories.ts')).addStoryCommand,
  bench: async () => (await import('./commands/bench/bench.ts')).addBenchCommand,
  parameters: async () => (await import('./commands/parameters/parameters.ts')).addParametersCommand,
};

/** The operator's command line, with the command that is called, or with all of them if that is none. */
export async function createProgram(called = ''): Promise<Command> {
  const program = new Command('muster')
    .description('Every EC2 instance under management, or the reason why not.')
    .configureOutput({
      writeOut: (text) => process.stdout.write(wrapHelp(text)),
      outputError: (text, write) => write(text.replace(/^error: /, 'muster: ')),
    })
    .exitOverride();
  const loads = Object.hasOwn(commands, called) ? [commands[called]] : Object.values(commands);
  for (const load of loads) if (load !== undefined) (await load())(program);
  return program;
}
