import * as z from 'zod/mini';

/** CloudFormation turns every boolean into text. */
const truth = z.pipe(
  z.enum(['true', 'false']),
  z.transform((text) => text === 'true'),
);
const filled = z.string().check(z.minLength(1));

const setting = z.object({
  Kind: z.enum(['service-setting']),
  Title: filled,
  Name: filled,
  Value: filled,
  Record: z.string().check(z.regex(/^\/./)),
  IsOwn: truth,
  OnForeign: z.enum(['use', 'refuse', 'replace']),
  Replaces: z.optional(filled),
  WayOut: z.optional(filled),
});

/** A setting of which the account and region has one, and the value that the configuration wants. */
export interface WantedSetting {
  readonly kind: 'service-setting';
  /** What people call it. */
  readonly title: string;
  /** What Systems Manager calls it. */
  readonly name: string;
  readonly value: string;
  /** The parameter that says what was there before. */
  readonly recordName: string;
  /** True when the value is a thing of this stack, so that only this stack can have set it. */
  readonly isOwn: boolean;
  /** What to do about a value that somebody else has set. */
  readonly onForeign: 'use' | 'refuse' | 'replace';
  /** The value of somebody else that the configuration replaces by name. */
  readonly replaces?: string;
  /** What the configuration can say about a value of somebody else. */
  readonly wayOut?: string;
}

/** Something of which an account and region has one. */
export type Singleton = WantedSetting;

/** Reads the properties of the custom resource. A string as the result says which are missing or malformed. */
export function parseSingleton(given: unknown): Singleton | string {
  const parsed = setting.safeParse(given);
  if (!parsed.success) {
    const names = new Set(parsed.error.issues.map(({ path }) => String(path[0])));
    return `missing or malformed: ${[...names].join(', ')}`;
  }
  const { Kind, Title, Name, Value, Record, IsOwn, OnForeign, Replaces, WayOut } = parsed.data;
  return {
    ...{ kind: Kind, title: Title, name: Name, value: Value, recordName: Record },
    ...{ isOwn: IsOwn, onForeign: OnForeign },
    ...(Replaces === undefined ? {} : { replaces: Replaces }),
    ...(WayOut === undefined ? {} : { wayOut: WayOut }),
  };
}
