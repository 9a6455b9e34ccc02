/**
 * The keywords of PartiQL: SQL-92's reserved words and its own. As an attribute name, such a word must be in double
 * quotes. Assumed to be the list of the open-source PartiQL lexer.
 */
const words = `
absolute action add all allocate alter and any are as asc assertion at authorization avg bag begin between
bit bit_length blob bool boolean by cascade cascaded case cast catalog char char_length character
character_length check clob close coalesce collate collation column commit connect connection constraint
constraints continue convert corresponding count create cross current current_date current_time
current_timestamp current_user cursor date deallocate dec decimal declare default deferrable deferred
delete desc describe descriptor diagnostics disconnect distinct domain double drop else end escape except
exception exec execute external extract false fetch first float for foreign found from full get global go
goto grant group having identity immediate in index indicator initially inner input insensitive insert int
integer intersect interval into is isolation join key language last left let like limit list local lower
match max min missing module names national natural nchar next no not null nullif numeric octet_length of
offset on only open option or order outer output overlaps pad partial pivot position precision prepare
preserve primary prior privileges procedure public read real references relative remove restrict returning
revoke right rollback rows schema scroll section select session session_user set sexp smallint some space
sql sqlcode sqlerror sqlstate string struct substring sum symbol system_user table temporary then time
timestamp to transaction translate translation trim true tuple union unique unknown unpivot update upper
usage user using value values varchar varying view when whenever where with work write zone
`;

const keywords: ReadonlySet<string> = new Set(words.split(/\s+/).filter((word) => word !== ''));

/** Whether a word is a keyword (case-insensitive). */
export function isKeyword(word: string): boolean {
  return keywords.has(word.toLowerCase());
}
