import type { HttpRequest, HttpResponse } from '../core/gateway.ts';
import type { Principal } from '../core/service.ts';
import type { MappingFaults } from '../services/event-source-mapping/event-source-mapping.ts';
import type { Transit } from '../services/events/event-bus.ts';
import type { ScheduleTransit } from '../services/scheduler/scheduler.ts';

/** A call on its way to a service. */
export interface PendingCall {
  readonly request: HttpRequest;
  readonly principal: Principal;
  /** Lets a request take effect, the original one or another, and gives its answer. */
  serve(request: HttpRequest): HttpResponse | Error;
}

/**
 * The places where faults enter the local cloud. Each may be absent; then that part works as it usually does. They
 * are asked at every event, call and receive, so they may be put in place when a deployment stands.
 */
export interface FaultPorts extends MappingFaults {
  /** How an event gets to the rules; undefined for a normal journey. */
  readonly transit?: (event: Parameters<Transit>[0]) => readonly number[] | undefined;
  /** How late a schedule invokes its target: a delay for each time it does; undefined for the usual one. */
  readonly scheduleTransit?: ScheduleTransit;
  /** How far the time in an event is from the moment at which it was put, in milliseconds. */
  readonly eventSkewMs?: () => number;
  /** Stands between a caller and the services. `answer` is called once, later, or never. */
  readonly interfere?: (call: PendingCall, answer: (response: HttpResponse | Error) => void) => void;
}
