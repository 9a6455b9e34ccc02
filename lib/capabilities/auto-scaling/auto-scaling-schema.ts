import * as z from 'zod';
import { closedObject, text, wholeNumber } from '../../configuration/shared-schemas.ts';

/** A star would be a wildcard of IAM. Auto Scaling itself refuses colons. */
const groupName = text(
  /^[A-Za-z0-9][A-Za-z0-9 ._/+=@#()-]{0,254}$/,
  'the name of an Auto Scaling group: at most 255 letters, digits, blanks and . _ / + = @ # ( ) -',
);

/** The most groups of one stack: the policy of its function names each. */
const groupsMax = 50;

const gate = closedObject({
  otherwise: z
    .enum(['CONTINUE', 'ABANDON'], '"CONTINUE" or "ABANDON"')
    .describe(
      'What becomes of an instance that fails, or is not onboarded in time. CONTINUE: it enters service. ABANDON: Auto ' +
        'Scaling terminates it and launches another one. There is no default, because neither is harmless.',
    ),
  holdSecondsMax: wholeNumber(600, 172_800, 'seconds')
    .default(3600)
    .describe('How long one instance is held at most.'),
  heartbeatSeconds: wholeNumber(600, 7200, 'seconds')
    .optional()
    .describe(
      'The time-out of the hook: when Muster is silent for so long, Auto Scaling does `otherwise` by itself. Default: ' +
        '1800, or `holdSecondsMax` where that is less.',
    ),
});

/** The form of `autoScaling` in `muster.config.ts`: the groups whose instances enter service only when they are onboarded. */
export const autoScaling = closedObject({
  groups: z
    .record(groupName, gate, 'an object of names of Auto Scaling groups')
    .refine(
      (groups) => Object.keys(groups).length >= 1 && Object.keys(groups).length <= groupsMax,
      `an object of 1 to ${groupsMax} names of Auto Scaling groups`,
    )
    .describe('The groups, by name. They must exist before the stack is deployed.'),
});

/** The settings of the capability, with every default filled in. */
export type AutoScalingSettings = z.output<typeof autoScaling>;
/** What a group wants of its gate. */
export type GateSettings = AutoScalingSettings['groups'][string];

const heartbeatSecondsDefault = 1800;

/** The time-out of the hook of a group. */
export function heartbeatSecondsOf({ heartbeatSeconds, holdSecondsMax }: GateSettings): number {
  return heartbeatSeconds ?? Math.min(heartbeatSecondsDefault, holdSecondsMax);
}
