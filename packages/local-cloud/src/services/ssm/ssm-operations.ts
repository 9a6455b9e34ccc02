import type { Host } from '../../core/host.ts';
import type { Operation } from '../../core/service.ts';
import { AssociationStore } from './associations/association-store.ts';
import type { AutomationOffice } from './automation/automation-office.ts';
import { TargetRunner } from './automation/target-runner.ts';
import type { BaselineStore } from './baselines/baseline-store.ts';
import type { CommandWorld } from './commands/command-world.ts';
import type { DocumentStore } from './documents/document-store.ts';
import { InventoryStore } from './inventory/inventory-store.ts';
import type { MaintenanceStore } from './maintenance/maintenance-store.ts';
import type { NodeWorld } from './nodes/node-world.ts';
import { addTagsToResource } from './operations/add-tags-to-resource.ts';
import { cancelCommand } from './operations/cancel-command.ts';
import { createActivation } from './operations/create-activation.ts';
import { createAssociation } from './operations/create-association.ts';
import { createDocument } from './operations/create-document.ts';
import { createOpsItem } from './operations/create-ops-item.ts';
import { deleteActivation } from './operations/delete-activation.ts';
import { deleteAssociation } from './operations/delete-association.ts';
import { deleteDocument } from './operations/delete-document.ts';
import { deleteParameter } from './operations/delete-parameter.ts';
import { deleteParameters } from './operations/delete-parameters.ts';
import { deregisterManagedInstance } from './operations/deregister-managed-instance.ts';
import { describeActivations } from './operations/describe-activations.ts';
import { describeAssociation } from './operations/describe-association.ts';
import { describeAutomationExecutions } from './operations/describe-automation-executions.ts';
import { describeAutomationStepExecutions } from './operations/describe-automation-step-executions.ts';
import { describeDocument } from './operations/describe-document.ts';
import { describeInstanceInformation } from './operations/describe-instance-information.ts';
import { describeMaintenanceWindowExecutionTaskInvocations } from './operations/describe-maintenance-window-execution-task-invocations.ts';
import { describeMaintenanceWindowExecutionTasks } from './operations/describe-maintenance-window-execution-tasks.ts';
import { describeMaintenanceWindowExecutions } from './operations/describe-maintenance-window-executions.ts';
import { describeMaintenanceWindows } from './operations/describe-maintenance-windows.ts';
import { describeOpsItems } from './operations/describe-ops-items.ts';
import { describeParameters } from './operations/describe-parameters.ts';
import { describePatchBaselines } from './operations/describe-patch-baselines.ts';
import { getAutomationExecution } from './operations/get-automation-execution.ts';
import { getCommandInvocation } from './operations/get-command-invocation.ts';
import { getDefaultPatchBaseline } from './operations/get-default-patch-baseline.ts';
import { getDocument } from './operations/get-document.ts';
import { getInventory } from './operations/get-inventory.ts';
import { getMaintenanceWindowExecution } from './operations/get-maintenance-window-execution.ts';
import { getOpsItem } from './operations/get-ops-item.ts';
import { getParameter } from './operations/get-parameter.ts';
import { getParameterHistory } from './operations/get-parameter-history.ts';
import { getParameters } from './operations/get-parameters.ts';
import { getParametersByPath } from './operations/get-parameters-by-path.ts';
import { getServiceSetting } from './operations/get-service-setting.ts';
import { labelParameterVersion } from './operations/label-parameter-version.ts';
import { listAssociations } from './operations/list-associations.ts';
import { listCommandInvocations } from './operations/list-command-invocations.ts';
import { listCommands } from './operations/list-commands.ts';
import { listDocumentVersions } from './operations/list-document-versions.ts';
import { listDocuments } from './operations/list-documents.ts';
import { listInventoryEntries } from './operations/list-inventory-entries.ts';
import { listTagsForResource } from './operations/list-tags-for-resource.ts';
import { putInventory } from './operations/put-inventory.ts';
import { putParameter } from './operations/put-parameter.ts';
import { registerDefaultPatchBaseline } from './operations/register-default-patch-baseline.ts';
import { removeTagsFromResource } from './operations/remove-tags-from-resource.ts';
import { resetServiceSetting } from './operations/reset-service-setting.ts';
import { sendCommand } from './operations/send-command.ts';
import { startAutomationExecution } from './operations/start-automation-execution.ts';
import { stopAutomationExecution } from './operations/stop-automation-execution.ts';
import { updateAssociation } from './operations/update-association.ts';
import { updateDocument } from './operations/update-document.ts';
import { updateDocumentDefaultVersion } from './operations/update-document-default-version.ts';
import { updateOpsItem } from './operations/update-ops-item.ts';
import { updateServiceSetting } from './operations/update-service-setting.ts';
import { OpsItemStore } from './ops-items/ops-item-store.ts';
import type { ParameterStore } from './parameters/parameter-store.ts';
import type { ServiceSettings } from './service-settings.ts';

/** The dependencies of the operations of Systems Manager. */
export interface SsmWorld {
  readonly automation: AutomationOffice;
  readonly baselines: BaselineStore;
  readonly commands: CommandWorld;
  readonly documents: DocumentStore;
  readonly parameters: ParameterStore;
  readonly settings: ServiceSettings;
  readonly windows: MaintenanceStore;
  readonly nodes: NodeWorld;
  readonly host: Host;
}

/** The operations by API name, each in a file of its name. */
export function ssmOperations({ commands, documents, parameters, settings, host, ...world }: SsmWorld) {
  const { baselines, nodes, windows } = world;
  const automation = { ...world.automation, targets: new TargetRunner(world.automation) };
  const resources = { documents, parameters, machines: nodes.machines, host };
  const associations = new AssociationStore(host, documents);
  const inventory = new InventoryStore(nodes.nodes, host);
  const opsItems = new OpsItemStore(host, automation.ports.arnOf);
  return {
    ...activationOperations(nodes, commands),
    ...windowOperations(windows),
    AddTagsToResource: addTagsToResource(resources),
    CancelCommand: cancelCommand(commands),
    CreateAssociation: createAssociation(associations),
    CreateDocument: createDocument(documents, host),
    CreateOpsItem: createOpsItem(opsItems),
    DeleteAssociation: deleteAssociation(associations),
    DeleteDocument: deleteDocument(documents),
    DeleteParameter: deleteParameter(parameters),
    DeleteParameters: deleteParameters(parameters),
    DescribeAssociation: describeAssociation(associations),
    DescribeAutomationExecutions: describeAutomationExecutions(automation),
    DescribeAutomationStepExecutions: describeAutomationStepExecutions(automation),
    DescribeDocument: describeDocument(documents),
    DescribeInstanceInformation: describeInstanceInformation(commands),
    DescribeOpsItems: describeOpsItems(opsItems),
    DescribeParameters: describeParameters(parameters, host),
    DescribePatchBaselines: describePatchBaselines(baselines),
    GetAutomationExecution: getAutomationExecution(automation),
    GetCommandInvocation: getCommandInvocation(commands),
    GetDefaultPatchBaseline: getDefaultPatchBaseline(baselines),
    GetDocument: getDocument(documents),
    GetInventory: getInventory(inventory),
    GetOpsItem: getOpsItem(opsItems),
    GetParameter: getParameter(parameters),
    GetParameterHistory: getParameterHistory(parameters),
    GetParameters: getParameters(parameters),
    GetParametersByPath: getParametersByPath(parameters, host),
    GetServiceSetting: getServiceSetting(settings),
    LabelParameterVersion: labelParameterVersion(parameters),
    ListAssociations: listAssociations(associations),
    ListCommandInvocations: listCommandInvocations(commands),
    ListCommands: listCommands(commands),
    ListDocumentVersions: listDocumentVersions(documents),
    ListDocuments: listDocuments(documents),
    ListInventoryEntries: listInventoryEntries(inventory),
    ListTagsForResource: listTagsForResource(resources),
    PutInventory: putInventory(inventory),
    PutParameter: putParameter(parameters, host),
    RegisterDefaultPatchBaseline: registerDefaultPatchBaseline(baselines),
    RemoveTagsFromResource: removeTagsFromResource(resources),
    ResetServiceSetting: resetServiceSetting(settings),
    SendCommand: sendCommand(commands),
    StartAutomationExecution: startAutomationExecution(automation),
    StopAutomationExecution: stopAutomationExecution(automation),
    UpdateAssociation: updateAssociation(associations),
    UpdateDocument: updateDocument(documents),
    UpdateDocumentDefaultVersion: updateDocumentDefaultVersion(documents),
    UpdateOpsItem: updateOpsItem(opsItems),
    UpdateServiceSetting: updateServiceSetting(settings),
  } satisfies Record<string, Operation>;
}

function activationOperations(nodes: NodeWorld, commands: CommandWorld) {
  return {
    CreateActivation: createActivation(nodes),
    DeleteActivation: deleteActivation(nodes),
    DeregisterManagedInstance: deregisterManagedInstance(nodes, commands),
    DescribeActivations: describeActivations(nodes),
  };
}

function windowOperations(windows: MaintenanceStore) {
  return {
    DescribeMaintenanceWindowExecutionTaskInvocations:
      describeMaintenanceWindowExecutionTaskInvocations(windows),
    DescribeMaintenanceWindowExecutionTasks: describeMaintenanceWindowExecutionTasks(windows),
    DescribeMaintenanceWindowExecutions: describeMaintenanceWindowExecutions(windows),
    DescribeMaintenanceWindows: describeMaintenanceWindows(windows),
    GetMaintenanceWindowExecution: getMaintenanceWindowExecution(windows),
  };
}
