import { Command } from 'commander';
import { addBenchCommand } from './commands/bench/bench.ts';
import { addDoctorCommand } from './commands/doctor/doctor.ts';
import { addExplainCommand } from './commands/explain/explain.ts';
import { addLocalCommand } from './commands/local/local.ts';
import { addLookCommand } from './commands/look/look.ts';
import { addParametersCommand } from './commands/parameters/parameters.ts';
import { addPlanCommand } from './commands/plan/plan.ts';
import { addProblemCommands } from './commands/problems/problems.ts';
import { addRedriveCommand } from './commands/redrive/redrive.ts';
import { addRehearseCommand } from './commands/rehearse/rehearse.ts';
import { addRolloutCommand } from './commands/rollout/rollout.ts';
import { addRunCommand } from './commands/run/run.ts';
import { addSimulateCommand } from './commands/simulate/simulate.ts';
import { addStatusCommand } from './commands/status/status.ts';
import { reportFailure } from './failure.ts';
import { watchOutput } from './watch-output.ts';

// Node.js 20 is supported (package.json, `engines`), and the SDK would warn of it at every call of the command line.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
watchOutput(process.stdout);
watchOutput(process.stderr);

/** The operator's command line. `bin/commands/` has one folder for each command. */
const program = new Command('muster')
  .description('Every EC2 instance under management, or the reason why not.')
  .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, 'muster: ')) })
  .exitOverride();
addStatusCommand(program);
addProblemCommands(program);
addExplainCommand(program);
addPlanCommand(program);
addLookCommand(program);
addDoctorCommand(program);
addRedriveCommand(program);
addRunCommand(program);
addRolloutCommand(program);
addLocalCommand(program);
addRehearseCommand(program);
addSimulateCommand(program);
addBenchCommand(program);
addParametersCommand(program);

program.parseAsync().catch(reportFailure);
