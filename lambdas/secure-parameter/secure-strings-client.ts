import {
  DeleteParameterCommand,
  GetParameterCommand,
  ListTagsForResourceCommand,
  PutParameterCommand,
  type PutParameterCommandInput,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { connect } from '../shared/clients/connect.ts';
import { isNamed, unless } from '../shared/clients/expected-errors.ts';
import { retryDenials } from '../shared/clients/fresh-role.ts';
import { type Clock, systemClock } from '../shared/clients/system-clock.ts';
import { madeByStackTag } from '../shared/runtime/contract.ts';

/** A SecureString to make. */
export interface SecureStringDraft {
  readonly name: string;
  readonly value: string;
  /** The ARN of the key that encrypts it. */
  readonly keyId: string;
  readonly tier: 'Standard' | 'Advanced' | 'Intelligent-Tiering';
  readonly description?: string;
  readonly allowedPattern?: string;
  /** A JSON array of policies. */
  readonly policies?: string;
  /** The id of the stack, for the tag that says which stack made the parameter. */
  readonly stackId: string;
}

/** The SecureStrings of Parameter Store. No answer and no error from here ever contains a value. */
export interface SecureStrings {
  /**
   * Makes a parameter if none has that name. An existing one is left as it is.
   * @throws Error that names the refusal, without the value.
   */
  create(draft: SecureStringDraft): Promise<'created' | 'exists'>;
  /** String, StringList or SecureString; undefined when the parameter does not exist. */
  typeOf(name: string): Promise<string | undefined>;
  /**
   * The id of the stack that made the parameter; undefined when no stack of ours made it, or it does not
   * exist.
   */
  makerOf(name: string): Promise<string | undefined>;
  /** Deletes a parameter that a stack of ours made. It may be gone already. */
  delete(name: string): Promise<void>;
}

/**
 * PutParameter takes three calls a second in an account, and CloudFormation makes all parameters of a stack
 * at once. Eight attempts with doubling pauses wait for about a minute.
 */
const attemptsMax = 8;

/** A new key is not known everywhere at once either. Parameter Store then says that its id is invalid. */
const passingErrors = ['AccessDeniedException', 'InvalidKeyId'];

/** Asks Systems Manager. */
export function createSecureStrings(
  client = connect(SSMClient, { maxAttempts: attemptsMax }),
  clock: Clock = systemClock,
): SecureStrings {
  const makerOf = async (name: string) => {
    const command = new ListTagsForResourceCommand({ ResourceType: 'Parameter', ResourceId: name });
    const found = await unless(['InvalidResourceId'], () => client.send(command));
    return found?.TagList?.find(({ Key }) => Key === madeByStackTag)?.Value;
  };
  return {
    makerOf,
    async create(draft) {
      const command = new PutParameterCommand(putInput(draft));
      try {
        await retryDenials(clock, passingErrors)(() => client.send(command));
        return 'created';
      } catch (error) {
        if (isNamed(error, ['ParameterAlreadyExists'])) return 'exists';
        throw withoutValue(error, draft.value);
      }
    },
    async typeOf(name) {
      const command = new GetParameterCommand({ Name: name });
      const found = await unless(['ParameterNotFound'], () =>
        retryDenials(clock)(() => client.send(command)),
      );
      return found?.Parameter?.Type;
    },
    async delete(name) {
      try {
        await client.send(new DeleteParameterCommand({ Name: name }));
      } catch (error) {
        // An attempt may have worked although its answer was lost. The next attempt is then denied:
        // permission depends on the tag, and a deleted parameter has no tag.
        if ((await makerOf(name)) !== undefined) throw error;
      }
    },
  };
}

function putInput(draft: SecureStringDraft): PutParameterCommandInput {
  return {
    Name: draft.name,
    Value: draft.value,
    Type: 'SecureString',
    KeyId: draft.keyId,
    Tier: draft.tier,
    Overwrite: false,
    Description: draft.description,
    AllowedPattern: draft.allowedPattern,
    Policies: draft.policies,
    Tags: [
      { Key: 'muster:stack', Value: 'parameters' },
      { Key: madeByStackTag, Value: draft.stackId },
    ],
  };
}

/** If a message contains this many characters of a value in a row, it quotes the value. */
const revealingCharacters = 4;

/**
 * The refusal, without its message if that quotes the value. Messages of ValidationException do, and may cut
 * it short. The result is a new error, because the SDK's error holds more than its message.
 */
function withoutValue(error: unknown, value: string): Error {
  const [name, message] = error instanceof Error ? [error.name, error.message] : ['Error', String(error)];
  const starts = Array.from(
    { length: Math.max(value.length - revealingCharacters + 1, 1) },
    (_, start) => start,
  );
  const isRevealing = starts.some((start) =>
    message.includes(value.slice(start, start + revealingCharacters)),
  );
  return new Error(
    isRevealing ? `${name} (its message is left out: it quotes the value)` : `${name}: ${message}`,
  );
}
