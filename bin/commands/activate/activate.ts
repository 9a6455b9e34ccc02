import { type Command, InvalidArgumentError } from 'commander';
import { systemClock } from '../../../lambdas/shared/clients/system-clock.ts';
import type { ActivationFacts } from '../../../lambdas/shared/runtime/contract.ts';
import {
  type AccountFlags,
  addAccountFlags,
  type ClientSettings,
  connect,
} from '../../account/connection.ts';
import { findDeployment } from '../../account/deployment.ts';
import { refuse } from '../../account/refusal.ts';
import { UsageError } from '../../failure.ts';
import { sayAside } from '../../print/say.ts';
import { jsonText } from '../../print/visible-text.ts';
import { wholeNumber } from '../shared/whole-number.ts';
import type { DeployedHybrid } from './read-activations.ts';
import { registrationLines } from './registration-lines.ts';

type Flags = AccountFlags & {
  readonly limit?: number;
  readonly hours?: number;
  readonly tag?: Readonly<Record<string, string>>;
  readonly nodeName?: string;
};

const hourMs = 3_600_000;

const examples = `
The answer holds a secret: whoever has the line can register a machine in the account, until the activation expires or its
machines are registered. It is printed once and kept nowhere. To take it back: aws ssm delete-activation.

Examples:
  muster activate branch-office
  muster activate branch-office --limit 20 --hours 48
  muster activate --limit 1 --tag site=berlin --tag role=web

Exit code: 0 when the activation is made; 2 when a flag is wrong, nothing is deployed, or the account cannot be asked; 74
when the output cannot be written.`;

/** `muster activate`: makes an activation, by which machines outside EC2 register. */
export function addActivateCommand(program: Command): void {
  addAccountFlags(program.command('activate'))
    .argument('[name]', 'an activation of hybrid.activations in muster.config.ts')
    .description('Make an activation, and print the line that registers a machine outside EC2, once.')
    .option('--limit <machines>', 'how many machines may register', wholeNumber(1, 1000))
    .option('--hours <hours>', 'how long they may register', wholeNumber(1, 30 * 24))
    .option(
      '--tag <key=value>',
      'a tag that each of its nodes gets, besides those of the name; again for more',
      addTag,
    )
    .option('--node-name <name>', 'the name that consoles show for each of its nodes')
    .allowExcessArguments(false)
    .addHelpText('after', examples)
    .action(activate);
}

function addTag(text: string, before: Readonly<Record<string, string>> = {}): Record<string, string> {
  const [, key, value] =
    /^([\p{L}\p{Z}\p{N}_.:/+\-@]{1,128})=([\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256})$/u.exec(text) ?? [];
  if (key === undefined || value === undefined)
    throw new InvalidArgumentError('Allowed: key=value, of letters, digits, spaces and _ . : / + - @.');
  return { ...before, [key]: value };
}

async function activate(name: string | undefined, flags: Flags): Promise<void> {
  const connection = await connect(flags);
  const deployed = await findDeployment(connection, 'activate');
  const { clientSettings, names } = connection;
  // The clients of AWS take a while to load. Help and a wrong flag do without them.
  const [{ readActivations }, { readStanding, tierLines }] = await Promise.all([
    import('./read-activations.ts'),
    import('./standing.ts'),
  ]);
  const hybrid = await readActivations(clientSettings, names.parameterPath);
  const facts = withFlags(choose(hybrid, name), flags);
  const standing = await readStanding(clientSettings);
  const expiresAt = new Date(systemClock.now() + facts.expiresAfterHours * hourMs);
  const made = await create(clientSettings, hybrid.roleName, facts, expiresAt);
  const lines = registrationLines({ ...deployed, ...made });
  const ofTier = tierLines(standing, facts.limit);
  if (ofTier.length > 0) sayAside(...ofTier);
  const { activationId } = made;
  if (flags.json) {
    const { limit, tags } = facts;
    process.stdout.write(
      `${jsonText({ activationId, limit, expiresAt: expiresAt.toISOString(), tags, ...lines })}\n`,
    );
    return;
  }
  sayAside(
    `Activation ${activationId}: ${facts.limit} ${facts.limit === 1 ? 'machine' : 'machines'}, until ${expiresAt.toISOString()}.`,
    'Run the line for its system on each machine, as root or as an administrator. It holds a secret, and is shown once.',
  );
  // Not wrapped: somebody copies them.
  process.stdout.write(`Linux:\n${lines.linux}\nWindows (PowerShell):\n${lines.windows}\n`);
}

/** What an activation has that no name is given for. */
const plain: ActivationFacts = { limit: 1, expiresAfterHours: 24, tags: {}, nodeName: '' };

function choose({ activations }: DeployedHybrid, name: string | undefined): ActivationFacts {
  if (name === undefined) return plain;
  const found = activations.get(name);
  if (found !== undefined) return found;
  const known = [...activations.keys()].join(', ') || 'none';
  throw new UsageError(`${name}: no such activation is deployed; there are: ${known}`);
}

function withFlags(facts: ActivationFacts, { limit, hours, tag, nodeName }: Flags): ActivationFacts {
  return {
    limit: limit ?? facts.limit,
    expiresAfterHours: hours ?? facts.expiresAfterHours,
    tags: { ...facts.tags, ...tag },
    nodeName: nodeName ?? facts.nodeName,
  };
}

async function create(
  settings: ClientSettings,
  roleName: string,
  { limit, tags, nodeName }: ActivationFacts,
  expiresAt: Date,
): Promise<{ activationId: string; activationCode: string }> {
  const { CreateActivationCommand, SSMClient } = await import('@aws-sdk/client-ssm');
  // A second attempt would leave an activation behind whose code nobody has.
  const { ActivationId = '', ActivationCode = '' } = await new SSMClient({ ...settings, maxAttempts: 1 })
    .send(
      new CreateActivationCommand({
        ...{ IamRole: roleName, RegistrationLimit: limit, ExpirationDate: expiresAt },
        Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
        ...(nodeName === '' ? {} : { DefaultInstanceName: nodeName }),
      }),
    )
    .catch((error: unknown) => refuse('ssm:CreateActivation', error, 'activate', settings));
  return { activationId: ActivationId, activationCode: ActivationCode };
}
