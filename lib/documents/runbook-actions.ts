import * as z from 'zod';

/**
 * The actions that a runbook of this project may use, and the inputs of each (user guide, Automation actions reference).
 * A form that is not listed here is refused.
 */

const text = z.string('a string');
const strings = z.array(z.string('a string, in quotes'), 'a list of strings');

/** A mapping of these keys and no others. */
export function closed<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.strictObject(shape, { error: `a mapping of ${Object.keys(shape).join(', ')}` });
}

const reference = z.string('a string').regex(/^\{\{ [a-zA-Z0-9.]+ \}\}$/, 'one {{ Parameter }}');

const target = closed({ Key: text, Values: reference.or(strings) });

/**
 * Sends a command and waits for its end. To targets it always sets a pace, because the defaults are 50 at once and no
 * error.
 */
const runCommand = z.union(
  [
    closed({
      DocumentName: text,
      Targets: z.array(target, 'a list of targets').min(1, 'at least one target').max(5, 'at most 5 targets'),
      MaxConcurrency: text,
      MaxErrors: text,
      TimeoutSeconds: z.int('a whole number').min(30, '30 or more').max(2_592_000, '2592000 or less'),
      Comment: z.string('a string').max(100, 'at most 100 characters').optional(),
      Parameters: z.record(z.string(), text, 'a mapping of parameter names to strings'),
    }),
    closed({
      DocumentName: text,
      InstanceIds: strings,
      TimeoutSeconds: z.int('a whole number').min(30, '30 or more').max(2_592_000, '2592000 or less'),
      Comment: z.string('a string').max(100, 'at most 100 characters').optional(),
      Parameters: z.record(z.string(), text, 'a mapping of parameter names to strings').optional(),
    }),
  ],
  'a mapping of DocumentName, Targets or InstanceIds, MaxConcurrency and MaxErrors (with Targets), TimeoutSeconds, Comment, Parameters',
);

const service = z
  .string('a string')
  .regex(/^[a-z0-9-]+$/, 'the name of a service as botocore writes it: ec2');
const api = z.string('a string').regex(/^[A-Z][A-Za-z0-9]+$/, 'the name of an operation: DescribeInstances');

/** A call of any operation. The service checks its members when it runs, and so does the local cloud. */
const call = z.looseObject({ Service: service, Api: api }, 'a mapping with Service and Api');

const property = z.looseObject(
  { Service: service, Api: api, PropertySelector: text, DesiredValues: strings.min(1, 'at least one value') },
  'a mapping with Service, Api, PropertySelector and DesiredValues',
);

/** One operation, or `And`, `Or` and `Not` of others. The service checks them when the runbook is made. */
const choice = z.looseObject({ NextStep: text, Variable: text.optional() }, 'a mapping with NextStep');

const branch = closed({
  Choices: z.array(choice, 'a list of choices').min(1, 'at least one choice'),
  Default: text.optional(),
});

const sleep = closed({
  Duration: z.string('a string').regex(/^PT\d+[SMH]$/, 'a duration such as PT30S, PT5M or PT1H'),
});

/** An output that later steps refer to, as `step.Name`. */
const output = closed({
  Name: z.string('a string').regex(/^[a-zA-Z0-9]{1,64}$/, 'letters and digits'),
  Selector: z.string('a string').regex(/^\$/, 'a path that begins with $'),
  Type: z.literal(['String', 'StringList', 'Integer', 'Boolean', 'StringMap', 'MapList'], 'a type of output'),
});

const name = z.string('a name').regex(/^[a-zA-Z0-9_]{3,128}$/, 'a name of 3 to 128 letters, digits and _');

const common = {
  onFailure: z
    .string('a string')
    .regex(/^(Abort|Continue|step:[a-zA-Z0-9_]{3,128})$/, 'Abort, Continue or step:NAME'),
  nextStep: name.optional(),
  isEnd: z.boolean('true or false').optional(),
  isCritical: z.boolean('true or false').optional(),
  maxAttempts: z.int('a whole number').min(1, '1 or more').max(10, '10 or less').optional(),
};
const timeoutSeconds = z.int('a whole number of seconds').min(1, '1 or more');
const outputs = z.array(output, 'a list of outputs').optional();

/** A step: its action says what its inputs are. What waits says for how long. */
export const runbookStep = z.discriminatedUnion(
  'action',
  [
    closed({ name, action: z.literal('aws:runCommand'), timeoutSeconds, ...common, inputs: runCommand }),
    closed({ name, action: z.literal('aws:executeAwsApi'), ...common, inputs: call, outputs }),
    closed({ name, action: z.literal('aws:assertAwsResourceProperty'), ...common, inputs: property }),
    closed({
      name,
      action: z.literal('aws:waitForAwsResourceProperty'),
      timeoutSeconds,
      ...common,
      inputs: property,
    }),
    closed({ name, action: z.literal('aws:branch'), ...common, inputs: branch }),
    closed({ name, action: z.literal('aws:sleep'), ...common, inputs: sleep }),
  ],
  'an action of lib/documents/runbook-actions.ts; describe another one there first',
);
