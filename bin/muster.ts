import { Command } from 'commander';
import { addBenchCommand } from './commands/bench/bench.ts';
import { addLocalCommand } from './commands/local/local.ts';
import { addParametersCommand } from './commands/parameters/parameters.ts';
import { addRehearseCommand } from './commands/rehearse/rehearse.ts';
import { addSimulateCommand } from './commands/simulate/simulate.ts';
import { reportFailure } from './failure.ts';
import { watchOutput } from './watch-output.ts';

watchOutput(process.stdout);
watchOutput(process.stderr);

/** The operator's command line. `bin/commands/` has one folder for each command. */
const program = new Command('muster')
  .description('Every EC2 instance under management, or the reason why not.')
  .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, 'muster: ')) })
  .exitOverride();
addLocalCommand(program);
addRehearseCommand(program);
addSimulateCommand(program);
addBenchCommand(program);
addParametersCommand(program);

program.parseAsync().catch(reportFailure);
