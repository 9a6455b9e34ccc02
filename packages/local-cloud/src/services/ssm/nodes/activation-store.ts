import type { CreateActivationRequest } from '@aws-sdk/client-ssm';
import type { Host } from '../../../core/host.ts';
import { ServiceError } from '../../../core/service.ts';

const dayMs = 86_400_000;
/** An activation ends after a day unless it says so, and after 30 days at most (API reference). */
const lifeDefaultMs = dayMs;
const lifeMaxMs = 30 * dayMs;
/** The length of a code: in the pasted answers of AWS it is 20 characters. */
const codeLength = 20;
const codeCharacters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
/** The most tags of a resource (Tagging AWS resources user guide). */
const tagsMax = 50;

/** An activation, by which machines outside EC2 register. */
export interface Activation {
  readonly id: string;
  readonly code: string;
  readonly description: string | undefined;
  readonly nodeName: string | undefined;
  /** The name of the role, with its path unless that is `/`. */
  readonly roleName: string;
  readonly limit: number;
  readonly createdMs: number;
  readonly expiresMs: number;
  readonly tags: Readonly<Record<string, string>>;
  /** How many machines have registered. Those that were deregistered still count. */
  count: number;
}

/** The activations of the account and region. */
export class ActivationStore {
  readonly #host: Host;
  /** Whether Systems Manager may assume a role. */
  readonly #isTrusted: (roleName: string) => boolean;
  readonly #byId = new Map<string, Activation>();

  constructor(host: Host, isTrusted: (roleName: string) => boolean) {
    this.#host = host;
    this.#isTrusted = isTrusted;
  }

  /** Creates an activation. @throws ServiceError for a role, a time or tags that AWS refuses. */
  create(input: CreateActivationRequest): Activation {
    const { timeline } = this.#host;
    const roleName = input.IamRole ?? '';
    if (!this.#isTrusted(roleName))
      throw new ServiceError(
        'ValidationException',
        `Nonexistent role or missing ssm service principal in trust policy: ${this.roleArn(roleName)}`,
      );
    const random = this.#host.random('ssm/activations');
    const activation = {
      id: random.uuid(),
      code: Array.from(
        { length: codeLength },
        () => codeCharacters[random.integer(0, codeCharacters.length - 1)],
      ).join(''),
      description: input.Description,
      nodeName: input.DefaultInstanceName,
      roleName,
      limit: input.RegistrationLimit ?? 1,
      createdMs: timeline.nowMs,
      expiresMs: readExpiry(input.ExpirationDate, timeline.nowMs),
      tags: readTags(input.Tags),
      count: 0,
    };
    this.#byId.set(activation.id, activation);
    return activation;
  }

  /** Takes one registration from an activation. @throws ServiceError when it is unknown, over, or used up. */
  use(activationId: string, code: string): Activation {
    const activation = this.#byId.get(activationId);
    if (activation?.code !== code)
      throw new ServiceError('InvalidActivation', 'Activation not found, or its code is another one.');
    if (this.isExpired(activation))
      throw new ServiceError('InvalidActivation', `Activation ${activationId} has expired.`);
    if (activation.count >= activation.limit)
      throw new ServiceError('InvalidActivation', `Activation ${activationId} has reached its limit.`);
    activation.count++;
    return activation;
  }

  /** Deletes an activation. Its nodes stay registered. */
  delete(activationId: string): void {
    if (!this.#byId.delete(activationId))
      throw new ServiceError(
        'InvalidActivationId',
        "The activation ID isn't valid. Verify that you entered the correct ActivationId or ActivationCode and try again.",
      );
  }

  /** The activations, the oldest first. */
  all(): readonly Activation[] {
    return [...this.#byId.values()];
  }

  isExpired({ expiresMs }: Activation): boolean {
    return expiresMs <= this.#host.timeline.nowMs;
  }

  /** The ARN of a role in the `IamRole` of a request. */
  roleArn(roleName: string): string {
    return `arn:${this.#host.partition}:iam::${this.#host.accountId}:role/${roleName}`;
  }
}

function readExpiry(date: Date | undefined, nowMs: number): number {
  if (date === undefined) return nowMs + lifeDefaultMs;
  const atMs = date.getTime();
  if (atMs > nowMs && atMs <= nowMs + lifeMaxMs) return atMs;
  throw new ServiceError(
    'ValidationException',
    `The expiration date ${date.toISOString()} must be in the future, and at most 30 days ahead`,
  );
}

function readTags(tags: CreateActivationRequest['Tags'] = []): Record<string, string> {
  const keys = new Set(tags.map(({ Key }) => Key));
  if (keys.size < tags.length) throw new ServiceError('ValidationException', 'A tag key is given twice');
  if (keys.size > tagsMax)
    throw new ServiceError('ValidationException', `An activation can have at most ${tagsMax} tags`);
  return Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value]));
}
