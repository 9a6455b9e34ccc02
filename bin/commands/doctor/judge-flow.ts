import { type Check, checkOf, noneOf, type Trouble } from './doctor-check.ts';

/** A function of the onboarding, as Lambda shows it. */
export interface SeenFunction {
  readonly name: string;
  /** Undefined when Lambda does not know it. */
  readonly state: string | undefined;
  readonly updateStatus: string | undefined;
  /** When it was last changed, and when CloudFormation last changed it; in epoch milliseconds. */
  readonly changedAtMs: number;
  readonly deployedAtMs: number;
  /** The concurrency that is set aside for it; 0 stops it. */
  readonly reserved: number | undefined;
}

/** Something that calls a function: a mapping, a rule or a schedule. Undefined when it is not there. */
export interface SeenTrigger {
  readonly kind: 'mapping' | 'rule' | 'schedule';
  readonly name: string;
  readonly state: string | undefined;
}

/** CloudFormation tells of a change a little after it has made it. */
const changeMarginMs = 60_000;

/** Whether every function is there, may run, and is as it was deployed. */
export function judgeFunctions(functions: readonly SeenFunction[]): Check {
  return checkOf('Functions', [...noneOf(functions, 'functions'), ...functions.flatMap(troublesOf)], {
    well: `${functions.length} are active, none is held back, none was changed since it was deployed`,
    remedy:
      'Remove a reserved concurrency of 0 where it was set. Deploy again to restore a function; change it in the configuration, and not by hand.',
  });
}

function troublesOf({ name, state, updateStatus, reserved, ...times }: SeenFunction): Trouble[] {
  if (state === undefined) return [{ verdict: 'fail', found: `${name} is not there` }];
  const isAsleep = state === 'Inactive'; // Lambda wakes it at the next call (Lambda developer guide)
  return [
    ...(state === 'Active' || isAsleep
      ? []
      : [
          {
            verdict: state === 'Pending' ? ('warn' as const) : ('fail' as const),
            found: `${name} is ${state}`,
          },
        ]),
    ...(updateStatus === 'Failed'
      ? [{ verdict: 'fail' as const, found: `the last update of ${name} failed` }]
      : []),
    ...(reserved === 0
      ? [{ verdict: 'fail' as const, found: `${name} is stopped by a reserved concurrency of 0` }]
      : []),
    ...(times.changedAtMs > times.deployedAtMs + changeMarginMs
      ? [{ verdict: 'warn' as const, found: `${name} was changed after it was deployed` }]
      : []),
  ];
}

/** Whether everything that calls a function is enabled. */
export function judgeTriggers(triggers: readonly SeenTrigger[]): Check {
  const troubles = triggers.flatMap(({ kind, name, state }): Trouble[] => {
    if (state === undefined) return [{ verdict: 'fail', found: `the ${kind} ${name} is not there` }];
    if (/^enabled$/i.test(state)) return [];
    const isOnItsWay = /^(Creating|Enabling|Updating)$/.test(state);
    return [{ verdict: isOnItsWay ? 'warn' : 'fail', found: `the ${kind} ${name} is ${state}` }];
  });
  const count = (kind: SeenTrigger['kind']) => triggers.filter((each) => each.kind === kind).length;
  return checkOf('Triggers', [...noneOf(triggers, 'triggers'), ...troubles], {
    well: `${count('mapping')} mappings of queues, ${count('rule')} rules and ${count('schedule')} schedules are enabled`,
    remedy: 'Enable it where it was disabled. A deployment restores what is not there.',
  });
}

/** A role or an instance profile of the onboarding. */
export interface SeenRole {
  readonly kind: 'role' | 'instance profile';
  readonly name: string;
  readonly isThere: boolean;
  /** How many roles an instance profile has. */
  readonly roles?: number;
}

/** Whether the roles of the functions and of the instances are there. */
export function judgeRoles(roles: readonly SeenRole[]): Check {
  const troubles = roles.flatMap(({ kind, name, isThere, roles: inside }): Trouble[] => {
    if (!isThere) return [{ verdict: 'fail', found: `the ${kind} ${name} is not there` }];
    return inside === 0 ? [{ verdict: 'fail', found: `the ${kind} ${name} has no role` }] : [];
  });
  return checkOf('Roles', [...noneOf(roles, 'roles'), ...troubles], {
    well: `${roles.length} roles and instance profiles of the deployment are there`,
    remedy: 'Deploy the stack again after it was changed, or make the role again under the same name.',
  });
}
