/** The types of parameters. */
export const parameterTypes = ['String', 'StringList', 'SecureString'] as const;
/** The type of a parameter. */
export type ParameterType = (typeof parameterTypes)[number];

/** The tiers that a parameter can have. A request may also leave the choice to the service. */
export type ParameterTier = 'Standard' | 'Advanced';

/** One version of a parameter. Immutable, but for its labels, which move from version to version. */
export interface ParameterVersion {
  readonly number: number;
  readonly value: string;
  /** What is shown of a SecureString without decryption. It says nothing of the value. */
  readonly cipherText: string | undefined;
  /** The key as the request named it, and its ARN; for a SecureString only. */
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
}

/** What is needed to make or change a parameter. What is undefined stays as it is, or gets its default. */
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
}

/** The version that counts when none is named. */
export function latestOf({ versions }: Parameter): ParameterVersion {
  const [latest] = versions.slice(-1);
  if (latest === undefined) throw new Error('a parameter has at least one version');
  return latest;
}
