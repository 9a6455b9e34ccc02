/**
 * The value of an entry that a record itself has. A plain look-up also finds what every object inherits: a tag or an
 * attribute may have the name `constructor`, `toString` or `__proto__`.
 */
export function ownEntry<Value>(record: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

/** Sets an entry of a record. A plain assignment to `__proto__` would change what the record inherits. */
export function setEntry<Value>(record: Record<string, Value>, name: string, value: Value): void {
  if (name !== '__proto__') record[name] = value;
  else Object.defineProperty(record, name, { value, writable: true, enumerable: true, configurable: true });
}
