import type { Instance, InstanceSpec, LocalCloud, PlatformKey } from 'local-cloud';
import { type ReasonCode, reasons } from '../../../lambdas/shared/domain/roster/reason.ts';
import type { Application } from '../application.ts';
import type { Refusals } from './refusals.ts';

type Reasons = typeof reasons;

/** How the remedy of an errand begins. test/bin/commands/rollout/rollout/errand.test.ts carries it out: it needs a roll-out. */
const ofRollout = 'See muster rollout watch';
/** How that of a drift begins. test/end-to-end/verification.test.ts carries it out: it needs a verification. */
const ofVerification = 'See muster explain';

/** A code whose remedy a person carries out. The remedy of another code begins with `None`, or names no act. */
export type RemediedCode = {
  [Code in keyof Reasons]: Reasons[Code]['remedy'] extends
    | `None${string}`
    | 'See that reason.'
    | `${typeof ofRollout}${string}`
    | `${typeof ofVerification}${string}`
    ? never
    : Code;
}[keyof Reasons];

/** The same codes, read from the table. */
export const remediedCodes = Object.entries(reasons)
  .filter(([, { remedy }]) => !remedy.startsWith('None') && remedy !== 'See that reason.')
  .filter(([, { remedy }]) => !remedy.startsWith(ofRollout) && !remedy.startsWith(ofVerification))
  .map(([code]) => code);

/** Whom a remedy is for: one instance in the deployed application. */
export interface Patient {
  readonly application: Application;
  readonly cloud: LocalCloud;
  readonly instance: Instance;
  readonly refusals: Refusals;
}

/** What is wrong with an instance. By default it runs Debian 12, and has an instance profile. */
export type Launch = Partial<InstanceSpec> & { readonly on?: PlatformKey; readonly hasProfile?: false };

/** One way to carry out a remedy of docs/errors.md. A remedy with an "or" has several. */
export interface Remedy {
  /** How a person carries it out. */
  readonly how: string;
  readonly launch: (cloud: LocalCloud) => Launch;
  /** Breaks more than the launch can. */
  readonly break?: (patient: Patient) => Promise<void> | void;
  /** Carries the remedy out. The remedies `by` deployment are carried out by the second configuration. */
  readonly mend: (patient: Patient) => Promise<void> | void;
  /** Default: by hand in the account or on the instance. */
  readonly by?: 'deployment';
  /** It changes the whole account, and is tried in one of its own. */
  readonly isAlone?: true;
  /**
   * The reason after a day. It is another one where the remedy is out of sight, and where the agent has registered by then.
   * @default 'AgentSilent': nothing is wrong any more, and the agent has not registered yet
   */
  readonly afterDay?: ReasonCode;
  /** The status in which the entry ends. @default 'onboarded' */
  readonly ends?: string;
}

/** Ways to carry out each remedy, by the code of its reason. */
export type Remedies<Code extends ReasonCode> = { readonly [One in Code]: readonly Remedy[] };
