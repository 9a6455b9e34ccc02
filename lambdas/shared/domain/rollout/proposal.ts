/** A version that a deployment has made, and how many instances are onboarded with another one. */
export interface Proposal {
  readonly document: string;
  readonly documentVersion: string;
  readonly behind: number;
}

/** A version of a document as it is remembered: `Muster-InstallAgentLinux:5`. */
export function versionName(document: string, documentVersion: string): string {
  return `${document}:${documentVersion}`;
}

/** Of the deployed versions those that are not remembered. The version of a document of AWS is not known. */
export function newVersions(
  deployed: Readonly<Record<string, string>>,
  remembered: ReadonlySet<string>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(deployed).filter(
      ([document, version]) => version !== '$DEFAULT' && !remembered.has(versionName(document, version)),
    ),
  );
}
