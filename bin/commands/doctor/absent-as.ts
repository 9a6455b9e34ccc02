/** The errors by which services say that something is not there. */
const absences = [
  'ResourceNotFoundException',
  'NoSuchEntity',
  'NoSuchEntityException',
  'InvalidDocument',
  'InvalidDocumentVersion',
];

/** The answer of a service, or this value where it says that the thing is not there. Everything else is thrown. */
export async function absentAs<T>(absent: T, answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof Error && absences.includes(error.name)) return absent;
    throw error;
  }
}
