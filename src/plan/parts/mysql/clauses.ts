/** What programs that copy a table are told to do to it. */

/**
 * What stands in `ALTER TABLE` after the table: of changes as a shadow table gets them, where `{{table}}` stands for
 * its name.
 */
export function clausesOf(changes: readonly string[]): string {
  if (changes.length === 0) return 'FORCE'
  return changes.map((change) => change.replace(/^ALTER TABLE \{\{table\}\} /, '')).join(', ')
}
