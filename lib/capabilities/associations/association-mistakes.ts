import { showValue } from '../../configuration/mistakes.ts';
import type { ConfigCheck, Settings } from '../../configuration/settings.ts';
import { requiredParametersOf } from '../../documents/aws-document-kinds.ts';
import { loadDocument } from '../../documents/load-document.ts';
import { gatheringDocument, listInventory } from '../inventory/list-inventory.ts';
import { documentFile, documentNames } from '../onboarding/command-documents.ts';
import { findValueMistakes } from '../onboarding/document-mistakes.ts';
import { isOwnedByAws } from '../onboarding/profiles.ts';
import { listScans } from '../patching/default-scan.ts';
import { type Association, associationsPerNodeMax, canMeet, type TargetPlace } from './association.ts';
import { largestCrowd } from './crowd.ts';
import { catchAllChoices, listAssociations } from './declared-associations.ts';

/**
 * The mistakes in associations that only show beside the rest: documents that do not exist, parameters that
 * they do not take, a backstop without a profile, and associations that may not meet on one node.
 * @throws DocumentError when a document itself is wrong, whatever the configuration.
 */
export const findAssociationMistakes: ConfigCheck = (_outline, settings) =>
  settings.flatMap((each) => [
    ...listAssociations(each).flatMap((association) => findDocumentMistake(association, each)),
    ...findBackstopMistakes(each),
    ...findRepeatedFacts(listInventory(each), each),
    ...findCrowd([...listInventory(each), ...listScans(each), ...listAssociations(each)], each),
  ]);

function findDocumentMistake({ field, document, parameters }: Association, settings: Settings): string[] {
  if (document === gatheringDocument) {
    const why = 'a node has one inventory association, and the section inventory makes it';
    return [`${field}.document: received "${document}"; allowed: any other, since ${why}`];
  }
  if (isOwnedByAws(document)) return findMissingOfAws(field, document, parameters);
  if (!documentNames().includes(document)) {
    const allowed = `${documentNames().join(', ')}, or a document of AWS (AWS-..., Amazon...)`;
    return [`${field}.document: received "${document}"; allowed: ${allowed}`];
  }
  // The parameters of the backstop belong to a profile, and have been checked there.
  return field === 'associations.backstop'
    ? []
    : findParameterMistakes(field, document, parameters, settings);
}

/** The parameters that a document of AWS must get. The backstop's belong to a profile. */
function findMissingOfAws(field: string, document: string, parameters: Association['parameters']): string[] {
  const missing = requiredParametersOf(document).filter((name) => !hasValue(parameters[name]));
  return missing.map((name) => {
    const received = name in parameters ? showValue(parameters[name]) : 'nothing';
    return `${field}.parameters.${name}: received ${received}; allowed: a value, which ${document} requires`;
  });
}

function hasValue(value: Association['parameters'][string] | undefined): boolean {
  return value !== undefined && value.length > 0;
}

/** Our own documents take only strings (lib/documents/document-schema.ts). */
function findParameterMistakes(
  field: string,
  document: string,
  parameters: Association['parameters'],
  settings: Settings,
): string[] {
  const values = Object.entries(parameters);
  const strings = values.flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value] as const] : [],
  );
  const lists = values.filter(([, value]) => typeof value !== 'string');
  const { parameters: declared } = loadDocument(documentFile(document));
  const shared = settings.documents[document] ?? {};
  const missing = Object.entries(declared).filter(
    ([name, { default: value }]) => value === undefined && !(name in shared) && !(name in parameters),
  );
  return [
    ...findValueMistakes(`${field}.parameters`, document, Object.fromEntries(strings)),
    ...lists.map(
      ([name, value]) => `${field}.parameters.${name}: received ${JSON.stringify(value)}; allowed: a string`,
    ),
    ...missing.map(
      ([name]) =>
        `${field}.parameters.${name}: received nothing; allowed: a value here or in documents.${document}`,
    ),
  ];
}

function findBackstopMistakes(settings: Settings): string[] {
  const backstop = settings.associations?.backstop ?? null;
  if (backstop === null) return [];
  const field = 'associations.backstop';
  const choices = catchAllChoices(settings);
  if (choices.length === 0)
    return [
      `${field}: received an object; allowed: null, without a profile that has no tags and names documents`,
    ];
  return choices.flatMap(({ platform, document, parameters }) => {
    const first = choices.find((each) => each.document === document);
    if (first === undefined || JSON.stringify(first.parameters) === JSON.stringify(parameters)) return [];
    const why = 'State Manager cannot target a platform, so every node would get both';
    return [
      `${field}: received ${document} with other parameters for ${first.platform} than for ${platform}; ` +
        `allowed: the same ones, since ${why}`,
    ];
  });
}

/** Two lists of facts that may apply to one node. Their files would replace each other in turns. */
function findRepeatedFacts(inventory: readonly Association[], place: TargetPlace): string[] {
  return inventory.flatMap(({ field, parameters, targets }, index) => {
    const other = inventory
      .slice(0, index)
      .find(
        (each) =>
          each.parameters['TypeName'] === parameters['TypeName'] && canMeet(each.targets, targets, place),
      );
    if (other === undefined || parameters['TypeName'] === undefined) return [];
    const allowed = `targets that no node shares with ${other.field}: values of the same tag key`;
    return [`${field}.targets: received ${JSON.stringify(targets)}; allowed: ${allowed}`];
  });
}

/** More associations than one node may have. */
function findCrowd(associations: readonly Association[], place: TargetPlace): string[] {
  const crowd = largestCrowd(associations, place);
  if (crowd.length <= associationsPerNodeMax) return [];
  const names = crowd.map(({ name }) => name).join(', ');
  return [
    `associations: received ${crowd.length} that may meet on one node (${names}); allowed: ` +
      `${associationsPerNodeMax}, the quota of Systems Manager for a node; what shares a tag key and no value cannot meet`,
  ];
}
