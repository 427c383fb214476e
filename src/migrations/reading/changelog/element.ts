/** One thing that a changelog of Liquibase says: a tag of XML, or a key of YAML and JSON. */
export interface Element {
  /** Of the tag or the key, without a namespace. */
  name: string
  /** Attributes of a tag; below a key, the keys that have a plain value, as text. */
  attributes: ReadonlyMap<string, string>
  children: readonly Element[]
}
