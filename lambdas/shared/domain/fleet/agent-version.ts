/**
 * True for an SSM agent that is certainly older than `floor`. Versions are numbers with dots between them. Of a
 * version that is unknown or has another form nothing is certain.
 */
export function isOlder(version: string | undefined, floor: string): boolean {
  const [ours, least] = [numbersOf(version), numbersOf(floor)];
  if (ours === undefined || least === undefined) return false;
  const place = least.findIndex((number, index) => number !== (ours[index] ?? 0));
  return place >= 0 && (ours[place] ?? 0) < (least[place] ?? 0);
}

function numbersOf(version: string | undefined): readonly number[] | undefined {
  return version !== undefined && /^[0-9]+(\.[0-9]+)*$/.test(version)
    ? version.split('.').map(Number)
    : undefined;
}
