import type { Stack, StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type * as z from 'zod';
import type { ConfigCheck, Settings } from '../configuration/settings.ts';
import type { Targets } from '../configuration/targets.ts';

/**
 * A part of what Muster does: its own fields in `muster.config.ts`, and a stack that can be deployed alone.
 */
export interface Capability<Fields extends z.ZodRawShape = z.ZodRawShape> {
  /**
   * The name that its stack gets: `patching` gives `MusterPatching`, with the tag `muster:stack` =
   * `patching`.
   */
  readonly name: string;
  /** What CloudFormation shows beside the stack, after "Muster: ". */
  readonly description: string;
  /** Its fields in `muster.config.ts`, each with its form, its default and its meaning. */
  readonly fields: Fields;
  /** The mistakes that only show beside other fields, the documents or other environments. @default none */
  readonly findMistakes?: ConfigCheck;
  /** Everything in this capability that has targets. @default nothing */
  readonly listTargets?: (settings: Settings) => readonly FieldTargets[];
  /** What must be deployed before its stack, besides the groups that its targets name. @default nothing */
  readonly listNeeds?: (settings: Settings) => readonly Need[];
  /**
   * What it takes that there is once in an account and region, besides named resources: a setting, a patch group. Two
   * installations may not both take it. @default nothing
   */
  readonly listClaims?: (settings: Settings) => readonly string[];
  /** Makes its stack, or returns null if the settings leave the capability off. */
  readonly createStack: (scope: Construct, id: string, props: StackOptions) => Stack | null;
}

/** The physical name of the stack of a capability. */
export function stackNameOf({ name }: Capability, prefix: string): string {
  return `${prefix}${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}

/** The targets that a field of the configuration gives. */
export interface FieldTargets {
  readonly field: string;
  readonly targets: Targets;
}

/** A capability whose stack must be there first, and why. */
export interface Need {
  readonly capability: Capability;
  readonly reason: string;
}

/** What every stack needs: where it goes, and the settings of its environment. */
export interface StackOptions extends StackProps {
  readonly settings: Settings;
}

/** What the stack of a section needs. */
export interface CapabilityProps<Own> extends StackOptions {
  /** The capability's own section of the configuration. */
  readonly own: Own;
}

/**
 * A section of the configuration. The capability is on if the section is given, and off if it is missing or
 * null.
 */
export function section<Form extends z.ZodType>(form: Form, description: string) {
  return form.nullable().default(null).describe(description);
}

/** Makes a stack from the capability's own section, unless it is off. */
export function stackOf<Own>(
  SectionStack: new (scope: Construct, id: string, props: CapabilityProps<Own>) => Stack,
  ownOf: (settings: Settings) => Own | null,
): Capability['createStack'] {
  return (scope, id, props) => {
    const own = ownOf(props.settings);
    return own === null ? null : new SectionStack(scope, id, { ...props, own });
  };
}
