import * as z from 'zod';
import { otherKindOf } from '../documents/aws-document-kinds.ts';

/**
 * The forms that several parts of the configuration share. Every refusal says in the same words what is
 * allowed.
 */

/** A string that matches `form`. */
export const text = (form: RegExp, allowed: string) => z.string(allowed).regex(form, allowed);

/** A whole number within bounds, which are included. The JSON schema of the form has the bounds too. */
export const wholeNumber = (min: number, max: number, unit: string) => {
  const allowed = `a whole number of ${unit} from ${min} to ${max}`;
  return z
    .number(allowed)
    .refine((value) => Number.isInteger(value) && value >= min && value <= max, allowed)
    .meta({ minimum: min, maximum: max });
};

/**
 * An object with these fields and no others. The message lists their names, with `?` after optional ones. `hints` say
 * more about fields that there are none of, by their names in small letters.
 */
export function closedObject<Shape extends z.ZodRawShape>(
  shape: Shape,
  hints: Readonly<Record<string, string>> = {},
) {
  const names = Object.entries(shape).map(([name, form]) =>
    z.safeParse(form, undefined).success ? `${name}?` : name,
  );
  const allowed = `an object { ${names.join(', ')} }`;
  return z.strictObject(shape, {
    error: (issue) => {
      const unknown = issue.code === 'unrecognized_keys' ? issue.keys : [];
      return [allowed, ...unknown.flatMap((key) => hints[key.toLowerCase()] ?? [])].join('. ');
    },
  });
}

/** A boolean. */
export const trueOrFalse = z.boolean('true or false');
/** An AWS account id. */
export const account = text(/^\d{12}$/, 'a string of 12 digits');
/** A region code. */
export const region = text(/^[a-z]{2,4}(-[a-z]+)+-\d$/, 'the code of an AWS region, such as eu-central-1');
/** A key of KMS that exists. */
export const keyArn = text(/^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/.{1,64}$/, 'the ARN of a KMS key');
/** A bucket (S3 user guide, "Bucket naming rules"). */
export const bucketName = text(
  /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
  'the name of a bucket: 3 to 63 of a-z, 0-9, - and .',
);
/** A log group (API reference of CloudWatch Logs, CreateLogGroup). */
export const logGroupName = text(
  /^[a-zA-Z0-9_/.#-]{1,512}$/,
  'the name of a log group: letters, digits and _ / . # -',
);
/** EC2 allows tag keys of 1 to 128 characters. */
export const tagKey = text(/^.{1,128}$/s, 'a tag key of 1 to 128 characters');
const starless =
  'without *, which stands for nothing else here: name every value in the list, or put the instances into a group or under a ' +
  'tag of their own';
/**
 * The value of a tag that Systems Manager, Resource Groups or AWS Config compares whole. None of them expands `*`. Where
 * Muster itself or IAM compares (profiles, exclusions, sessions), `*` stands for any text, and a value is a pattern.
 */
export const wholeTagValue = text(/^[^*]{0,256}$/s, `a tag value of at most 256 characters, ${starless}`);
/** The key of such a tag. */
export const wholeTagKey = text(/^[^*]{1,128}$/s, 'a tag key of 1 to 128 characters, without *');
/** The name of a profile, an environment or an association. */
export const shortName = text(/^[a-z][a-z0-9-]{0,31}$/, 'lower-case letters, digits and dashes, at most 32');
/** E-mail addresses that get notices. Each must confirm its subscription once. */
export const emails = z.array(z.email('an e-mail address'), 'a list of e-mail addresses');
/**
 * The name of a Command document. What is known to be a runbook or a document for sessions is refused: no node runs it.
 */
export const commandDocumentName = (allowed: string) =>
  text(/^[a-zA-Z0-9_.-]{3,128}$/, allowed).superRefine((name, context) => {
    const kind = otherKindOf(name);
    if (kind === undefined) return;
    const why =
      kind === 'Automation'
        ? 'this is a runbook of Automation, which tasks of windows (automation) and remediation start'
        : 'this is a document for sessions (section sessions)';
    context.addIssue({ code: 'custom', input: name, message: `a Command document; ${why}` });
  });

/** The name of a Command document to run. */
export const documentName = commandDocumentName(
  'the name of a file in documents/command (InstallAgentLinux) or of AWS (AWS-..., Amazon...)',
);
