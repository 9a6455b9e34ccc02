import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { metricsNamespace, serviceOf } from './contract.ts';

/** One line of the log: what happened, and the facts about it. */
type Write = (message: string, fields: Record<string, unknown>) => void;

/** The log of a function: JSON lines with the function's name and request id. `POWERTOOLS_LOG_LEVEL` sets the level. */
export interface Log {
  readonly info: Write;
  readonly warn: Write;
  readonly error: Write;
}

/** One logger for each function, made at its cold start. */
export function createLogger(capability: string): Logger {
  return new Logger({ serviceName: serviceOf(capability) });
}

/** One metrics buffer for each function. What a call counts leaves as one embedded-metric line at its end. */
export function createMetrics(capability: string): Metrics {
  return new Metrics({ namespace: metricsNamespace, serviceName: serviceOf(capability) });
}
