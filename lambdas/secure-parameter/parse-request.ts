import * as z from 'zod/mini';
import type { SecretForm } from '../shared/domain/secret-value.ts';

/** The part of a custom resource event that is read. */
export interface SecureParameterRequest {
  readonly RequestType: 'Create' | 'Update' | 'Delete';
  readonly StackId: string;
  readonly ResourceProperties: Readonly<Record<string, unknown>>;
  /** Present in updates and deletions: the id that the creation answered. */
  readonly PhysicalResourceId?: string;
  /** Present in updates. */
  readonly OldResourceProperties?: Readonly<Record<string, unknown>>;
}

/** CloudFormation turns every number and boolean into text. */
const truth = z.pipe(
  z.enum(['true', 'false']),
  z.transform((text) => text === 'true'),
);

/** Synth has already refused invalid regular expressions, but a property may also be written by hand. */
function isPattern(source: string): boolean {
  try {
    return new RegExp(source) instanceof RegExp;
  } catch {
    return false;
  }
}

const properties = z.object({
  Name: z.string().check(z.regex(/^\/./)),
  KeyId: z.string().check(z.minLength(1)),
  Tier: z.enum(['Standard', 'Advanced', 'Intelligent-Tiering']),
  Description: z.optional(z.string()),
  AllowedPattern: z.optional(z.string().check(z.refine(isPattern))),
  Policies: z.optional(z.string().check(z.startsWith('['))),
  Placeholder: z.optional(z.string().check(z.minLength(1))),
  Length: z.optional(z.coerce.number().check(z.int(), z.positive())),
  Punctuation: z.optional(truth),
  DeleteWithStack: truth,
});

/** The parameter that the request wants. */
export interface WantedParameter {
  readonly name: string;
  readonly keyId: string;
  readonly tier: 'Standard' | 'Advanced' | 'Intelligent-Tiering';
  readonly description?: string;
  readonly allowedPattern?: string;
  /** A JSON array, as PutParameter takes it. */
  readonly policies?: string;
  /** The first value: a given one, or the form of a random one. */
  readonly value: { readonly placeholder: string } | { readonly drawn: SecretForm };
  readonly isDeletedWithStack: boolean;
}

/** Reads the properties. A string as the result says which of them is missing or malformed. */
export function parseWanted(given: Readonly<Record<string, unknown>>): WantedParameter | string {
  const parsed = properties.safeParse(given);
  if (!parsed.success) {
    const names = new Set(parsed.error.issues.map(({ path }) => String(path[0])));
    return `missing or malformed: ${[...names].join(', ')}`;
  }
  const { Name, KeyId, Tier, Description, AllowedPattern, Policies, Placeholder, Length, Punctuation } =
    parsed.data;
  const pattern = AllowedPattern === undefined ? {} : { pattern: new RegExp(AllowedPattern) };
  if (Placeholder === undefined && Length === undefined) return 'missing or malformed: Length';
  return {
    name: Name,
    keyId: KeyId,
    tier: Tier,
    ...(Description === undefined ? {} : { description: Description }),
    ...(AllowedPattern === undefined ? {} : { allowedPattern: AllowedPattern }),
    ...(Policies === undefined ? {} : { policies: Policies }),
    value:
      Placeholder === undefined
        ? { drawn: { length: Length ?? 0, hasPunctuation: Punctuation ?? false, ...pattern } }
        : { placeholder: Placeholder },
    isDeletedWithStack: parsed.data.DeleteWithStack,
  };
}

/** Properties that Parameter Store changes only together with the value, which is not known here. */
const boundToValue = ['KeyId', 'Tier', 'Description', 'AllowedPattern', 'Policies'] as const;

/** The properties among them that an update changes. */
export function changedWithValue(request: SecureParameterRequest): string[] {
  const { ResourceProperties: now, OldResourceProperties: before } = request;
  if (before === undefined) return [];
  return boundToValue.filter((name) => now[name] !== before[name]);
}
