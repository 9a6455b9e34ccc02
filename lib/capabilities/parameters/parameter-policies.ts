import * as z from 'zod';
import { closedObject, text } from '../../configuration/shared-schemas.ts';

/**
 * Policies of a parameter, as PutParameter takes them (user guide, "Assigning parameter policies"). Numbers are texts there.
 */
const version = z.literal('1.0', '1.0').default('1.0');
const unit = z.enum(['Days', 'Hours'], 'Days or Hours');
const count = text(/^[1-9]\d{0,3}$/, "a number of days or hours as a text, such as '15'");
const momentForm = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?(Z|[+-]\d\d:\d\d)$/;
const isMoment = (given: string) => momentForm.test(given) && !Number.isNaN(Date.parse(given));
const moment = 'a moment such as 2027-01-31T22:00:00.000Z';
const instant = z.string(moment).refine(isMoment, moment);

const forms = 'a policy { Type: Expiration | ExpirationNotification | NoChangeNotification, Attributes }';
const policy = z.discriminatedUnion(
  'Type',
  [
    closedObject({
      Type: z.literal('Expiration'),
      Version: version,
      Attributes: closedObject({
        Timestamp: instant.describe('When Parameter Store deletes the parameter.'),
      }),
    }),
    closedObject({
      Type: z.literal('ExpirationNotification'),
      Version: version,
      Attributes: closedObject({
        Before: count.describe('How long before the expiration Parameter Store tells of it.'),
        Unit: unit,
      }),
    }),
    closedObject({
      Type: z.literal('NoChangeNotification'),
      Version: version,
      Attributes: closedObject({
        After: count.describe('After how long without a change Parameter Store tells of it.'),
        Unit: unit,
      }),
    }),
  ],
  forms,
);

/** A parameter has ten policies at most, one of them an expiration (API reference, PutParameter). */
const policiesMax = 10;
type Policies = readonly z.output<typeof policy>[];
const countOf = (policies: Policies, type: Policies[number]['Type']) =>
  policies.filter(({ Type }) => Type === type).length;

export const parameterPolicies = z
  .array(policy, `a list of policies, each ${forms}`)
  .min(1, 'at least one policy')
  .max(policiesMax, `at most ${policiesMax} policies`)
  .refine((policies) => countOf(policies, 'Expiration') <= 1, 'one Expiration at most')
  .refine(
    (policies) => countOf(policies, 'ExpirationNotification') === 0 || countOf(policies, 'Expiration') === 1,
    'an Expiration beside an ExpirationNotification, which counts from it',
  );
