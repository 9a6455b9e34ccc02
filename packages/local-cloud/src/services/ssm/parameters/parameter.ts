import type { ParameterPolicy } from './stored-policies.ts';

/** The types of parameters. */
export const parameterTypes = ['String', 'StringList', 'SecureString'] as const;
/** The type of a parameter. */
export type ParameterType = (typeof parameterTypes)[number];

/** The tiers of a parameter. A request may also leave the choice to the service. */
export type ParameterTier = 'Standard' | 'Advanced';

/** One version of a parameter. It is immutable except for its labels, which move between versions. */
export interface ParameterVersion {
  readonly number: number;
  readonly value: string;
  /** The cipher text of a SecureString, which reads without decryption return. It does not depend on the value. */
  readonly cipherText: string | undefined;
  /** The key as in the request, and its ARN. Only for a SecureString. */
  readonly keyId: string | undefined;
  readonly keyArn: string | undefined;
  readonly tier: ParameterTier;
  readonly dataType: string;
  readonly description: string;
  readonly allowedPattern: string | undefined;
  readonly modifiedMs: number;
  readonly modifiedBy: string;
  readonly labels: Set<string>;
}

/** A parameter and its latest versions, oldest first. */
export interface Parameter {
  readonly name: string;
  readonly type: ParameterType;
  readonly versions: readonly [...ParameterVersion[], ParameterVersion];
  readonly tags: Map<string, string>;
  readonly policies: readonly ParameterPolicy[];
}

/** The input of a new parameter or version. Undefined fields keep their values or get defaults. */
export interface ParameterDraft {
  readonly name: string;
  readonly type?: string | undefined;
  readonly value: string;
  readonly description?: string | undefined;
  readonly keyId?: string | undefined;
  readonly tier?: string | undefined;
  readonly dataType?: string | undefined;
  readonly allowedPattern?: string | undefined;
  readonly tags?: Readonly<Record<string, string>>;
  /** A JSON array. Undefined keeps the policies; an empty one takes them away. */
  readonly policies?: string | undefined;
}

/** The latest version, which is the default. */
export function latestOf({ versions }: Parameter): ParameterVersion {
  const [latest] = versions.slice(-1);
  if (latest === undefined) throw new Error('a parameter has at least one version');
  return latest;
}
