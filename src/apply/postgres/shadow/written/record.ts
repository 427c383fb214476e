/** What a new table that was written brings into the swap, beside what the old one has. */
export interface WrittenRecord {
  /** Its triggers, rules, policies and rights, as statements under the name of the old table. */
  later: string[]
  /** Parts of the old table that it has one of its own for: `trigger …`, `rule …`, `policy …`. */
  said: string[]
  /** Its foreign keys. */
  foreignKeys: ForeignKey[]
  /** Tables that they refer to: full names, quoted. */
  partners: string[]
  partitions: Partition[]
}

/** A foreign key, as it is written after `ADD CONSTRAINT`. */
export interface ForeignKey {
  /** Quoted. */
  name: string
  definition: string
  valid: boolean
  /** Quoted as a literal. */
  comment: string | null
}

export interface Partition {
  /** Full, quoted; in the schema of the new table. */
  name: string
  /** The same in the schema of the old one. */
  final: string
  /** It has rows itself. */
  isLeaf: boolean
}
