import * as z from 'zod/mini';
import { parseJson } from '../shared/domain/parse-json.ts';

/** CloudFormation turns every boolean into text. */
const truth = z.pipe(
  z.enum(['true', 'false']),
  z.transform((text) => text === 'true'),
);
const filled = z.string().check(z.minLength(1));

const setting = z.object({
  Kind: z.enum(['service-setting', 'default-baseline']),
  Title: filled,
  Name: filled,
  Value: filled,
  Record: z.string().check(z.regex(/^\/./)),
  IsOwn: truth,
  OnForeign: z.enum(['use', 'refuse', 'replace']),
  Replaces: z.optional(filled),
  WayOut: z.optional(filled),
});

const association = z.object({
  Kind: z.literal('sole-association'),
  Title: filled,
  Name: z.string().check(z.regex(/^[\w.-]{3,128}$/)),
  Purpose: z.enum(['inventory', 'scan']),
  Document: filled,
  Parameters: z.pipe(z.pipe(z.string(), z.transform(parseJson)), z.record(z.string(), z.array(z.string()))),
  Schedule: filled,
  Concurrency: filled,
  Errors: filled,
  BesideOthers: truth,
});

const form = z.discriminatedUnion('Kind', [setting, association]);

/** A setting of which the account and region has one, and the value that the configuration wants. */
export interface WantedSetting {
  readonly kind: 'service-setting' | 'default-baseline';
  /** What people call it. */
  readonly title: string;
  /** What Systems Manager calls it; of a default baseline the operating system. */
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

/** An association of State Manager beside which there must be no other of its kind. */
export interface WantedAssociation {
  readonly kind: 'sole-association';
  readonly title: string;
  /** A name that no other stack gives: it holds the id of the stack. */
  readonly name: string;
  readonly purpose: 'inventory' | 'scan';
  readonly document: string;
  readonly parameters: Readonly<Record<string, string[]>>;
  readonly schedule: string;
  readonly concurrency: string;
  readonly errors: string;
  /** True when the configuration wants it beside others too. */
  readonly isBesideOthers: boolean;
}

/** Something of which an account and region has one. */
export type Singleton = WantedSetting | WantedAssociation;

/** Reads the properties of the custom resource. A string as the result says which are missing or malformed. */
export function parseSingleton(given: unknown): Singleton | string {
  const parsed = form.safeParse(given);
  if (!parsed.success) {
    const names = new Set(parsed.error.issues.map(({ path }) => String(path[0])));
    return `missing or malformed: ${[...names].join(', ')}`;
  }
  return parsed.data.Kind === 'sole-association' ? toAssociation(parsed.data) : toSetting(parsed.data);
}

function toSetting(read: z.output<typeof setting>): WantedSetting {
  const { Kind, Title, Name, Value, Record, IsOwn, OnForeign, Replaces, WayOut } = read;
  return {
    ...{ kind: Kind, title: Title, name: Name, value: Value, recordName: Record },
    ...{ isOwn: IsOwn, onForeign: OnForeign },
    ...(Replaces === undefined ? {} : { replaces: Replaces }),
    ...(WayOut === undefined ? {} : { wayOut: WayOut }),
  };
}

function toAssociation(read: z.output<typeof association>): WantedAssociation {
  const { Kind, Title, Name, Purpose, Document, Parameters, Schedule, Concurrency, Errors, BesideOthers } =
    read;
  return {
    ...{ kind: Kind, title: Title, name: Name, purpose: Purpose, document: Document },
    ...{ parameters: Parameters, schedule: Schedule, concurrency: Concurrency, errors: Errors },
    isBesideOthers: BesideOthers,
  };
}
