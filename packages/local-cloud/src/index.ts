/** The public interface of the local cloud: an account on one machine, and deployments into it. */
export { LocalCloud } from './account/account.ts';
export type { FaultPorts, PendingCall } from './account/fault-ports.ts';
export { RealTime, wallClockMs } from './account/real-time.ts';
export { sdkSettings } from './account/sdk-settings.ts';
export { startServer, stopServer } from './account/server.ts';
export {
  assertInstanceSpec,
  type InstanceSpec,
  type Lifecycle,
  type MachineSpec,
  type Registration,
  type Script,
  succeedingScript,
  type Tags,
  type UnmanagedCause,
} from './agent/instance-spec.ts';
export {
  type Architecture,
  type Platform,
  type PlatformKey,
  type PlatformType,
  platforms,
} from './agent/platforms.ts';
export type { RunScript, ScriptContext, ScriptEnd } from './agent/run-events.ts';
export { scriptsGuide } from './agent/script-tags.ts';
export { agentKnows } from './agent/version-floor.ts';
export {
  type CallObserver,
  encodeRefusal,
  type Gateway,
} from './core/gateway.ts';
export type { Place } from './core/host.ts';
export type { HttpRequest, HttpResponse } from './core/http-message.ts';
export { evaluate } from './core/iam/evaluate-policies.ts';
export { compilePolicy, type Policy } from './core/iam/policy.ts';
export { isRecord } from './core/is-record.ts';
export type { BilledUnit } from './core/meter.ts';
export { Random } from './core/random.ts';
export { type Principal, ServiceError } from './core/service.ts';
export type { TraceLine } from './core/trace.ts';
export { identify } from './core/wire/identify.ts';
export { AssemblyError, type AssemblyStack, readAssembly, requireAssets } from './deployment/assembly.ts';
export { type AssemblyOptions, type DeployedAssembly, deployAssembly } from './deployment/deploy-assembly.ts';
export {
  continueUpdateRollback,
  createStack,
  deleteStack,
  deployStack,
  updateStack,
} from './deployment/deploy-stack.ts';
export { defaultPlace, placeOf } from './deployment/place-of.ts';
export type { DeployedStack, StackOutcome } from './deployment/stack.ts';
export { stacksOf } from './deployment/stack-book.ts';
export { Template } from './deployment/template.ts';
export type { TableBackup } from './services/dynamodb/dynamodb.ts';
export type { Instance } from './services/ec2/ec2-instance.ts';
export { imageOf } from './services/ec2/images.ts';
export { instanceLike } from './services/ec2/instance-like.ts';
export type { LaunchDefaults } from './services/ec2/launch-defaults.ts';
export { compilePattern } from './services/events/pattern.ts';
export { compileInput } from './services/events/transformer.ts';
export type { FunctionSettings } from './services/lambda/lambda-function.ts';
export { readExpression } from './services/scheduler/schedule-expression.ts';
export type { Queue } from './services/sqs/queue.ts';
export type { AutomationExecution } from './services/ssm/automation/execution.ts';
export type { HybridMachine, Machine } from './services/ssm/nodes/hybrid-machine.ts';
export type { RegistrationLine } from './services/ssm/nodes/hybrid-machines.ts';
export type { SsmOptions } from './services/ssm/ssm.ts';
