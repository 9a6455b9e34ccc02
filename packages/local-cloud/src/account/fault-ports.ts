import type { HttpRequest, HttpResponse } from '../core/http-message.ts';
import type { Principal, ServiceError } from '../core/service.ts';
import type { EvaluationTransit } from '../services/config/rules/evaluations.ts';
import type { MappingFaults } from '../services/event-source-mapping/event-source-mapping.ts';
import type { Transit } from '../services/events/event-bus.ts';
import type { ScheduleTransit } from '../services/scheduler/scheduler.ts';

/** A call on its way to a service. */
export interface PendingCall {
  readonly request: HttpRequest;
  readonly principal: Principal;
  /** Executes a request (the original or another) and returns its response. */
  serve(request: HttpRequest): HttpResponse | Error;
}

/** A call that a step of a runbook makes. */
export interface StepCall {
  readonly service: string;
  /** The operation. */
  readonly name: string;
}

/**
 * The ports through which faults enter the local cloud. Without a port, that part works as usual. The ports are called
 * at every event, call and receive, so they may be set after the deployment.
 */
export interface FaultPorts extends MappingFaults {
  /** The latency of each copy of an event, or undefined for a normal delivery. */
  readonly transit?: (event: Parameters<Transit>[0]) => readonly number[] | undefined;
  /** The delay of each invocation by a schedule, or undefined for the usual one. */
  readonly scheduleTransit?: ScheduleTransit;
  /** The wait of each run of an evaluation by a rule of AWS Config, or undefined for the usual one. */
  readonly evaluationTransit?: EvaluationTransit;
  /** The difference between the time in an event and the time at which it was put, in milliseconds. */
  readonly eventSkewMs?: () => number;
  /** The refusal of a call that a step of a runbook makes, or undefined when the call is made. */
  readonly refuseStepCall?: (asked: StepCall) => ServiceError | undefined;
  /** The error that a step gets although its call was served, or undefined when it gets the answer. */
  readonly loseStepAnswer?: (asked: StepCall) => ServiceError | undefined;
  /** Intercepts a call. It may call `answer` once, now or later, or never. */
  readonly interfere?: (call: PendingCall, answer: (response: HttpResponse | Error) => void) => void;
}
