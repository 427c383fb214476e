/** Foreign keys that a new table has, as statements of the swap and of what comes after it. */
import type {ForeignKey, Partition} from './record.js'

/** Statements of the swap, and those that validate what it made. */
interface KeyStatements {
  add: string[]
  validate: string[]
}

/** Keys of the old table that the new one does not have under another name. */
export function missingKeys(own: readonly ForeignKey[], old: readonly ForeignKey[]): ForeignKey[] {
  return old.filter(({definition, name}) => !own.some((key) => key.name === name || key.definition === definition))
}

/**
 * Before 18 a partitioned table takes no key that is not validated, so each leaf gets it, and the table gets it from
 * them once they are.
 *
 * https://www.postgresql.org/docs/17/sql-altertable.html#SQL-ALTERTABLE-DESC-ADD-TABLE-CONSTRAINT
 */
export function keyStatements(
  keys: readonly ForeignKey[],
  table: string,
  partitions: readonly Partition[],
  serverMajor: number
): KeyStatements {
  const leaves = partitions.filter(({isLeaf}) => isLeaf).map(({final}) => final)
  const byLeaf = leaves.length > 0 && serverMajor < 18
  const add: string[] = []
  const validate: string[] = []
  for (const {comment, definition, name, valid} of keys) {
    const said = comment === null ? [] : [`COMMENT ON CONSTRAINT ${name} ON ${table} IS ${comment}`]
    for (const each of byLeaf ? leaves : [table]) {
      add.push(`ALTER TABLE ${each} ADD CONSTRAINT ${name} ${definition} NOT VALID`)
      if (valid) validate.push(`ALTER TABLE ${each} VALIDATE CONSTRAINT ${name}`)
    }
    if (byLeaf) validate.push(`ALTER TABLE ${table} ADD CONSTRAINT ${name} ${definition}`, ...said)
    else add.push(...said)
  }
  return {add, validate}
}
