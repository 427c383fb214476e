/** What the catalog is made of. */
import isEqual from 'fast-deep-equal'

/** Something that can be taken back: a change of a map under a key, or something else. */
export interface Change {
  undo: () => void
  map?: Pick<JournaledMap<unknown>, 'repeat' | 'agree'>
  key?: string
}

/** Of two catalogs, of which one is as the other would be otherwise: whether something was read in which they differ. */
export interface Twins {
  met: boolean
}

/** What two maps know of one another. */
interface Pair {
  /** In how many keys they differ. */
  differing: number
  twins: Twins
}

/** A map whose changes the catalog can take back. */
export class JournaledMap<Value> {
  readonly #entries = new Map<string, Value>()
  readonly #journal: Change[]
  #twin: JournaledMap<Value> | undefined
  #pair: Pair | undefined

  constructor(journal: Change[]) {
    this.#journal = journal
  }

  /** Another with the same entries, whose changes stand in the same journal; from then on each knows where they differ. */
  twin(journal: Change[], twins: Twins): JournaledMap<Value> {
    const copy = new JournaledMap<Value>(journal)
    for (const [key, value] of this.#entries) copy.#entries.set(key, value)
    this.#twin = copy
    copy.#twin = this
    this.#pair = copy.#pair = {differing: 0, twins}
    return copy
  }

  /** There is no other any more. */
  part(): void {
    this.#twin = undefined
    this.#pair = undefined
  }

  /** Keys in which it differs from its twin. */
  differing(): string[] {
    const twin = this.#twin
    if (!twin || this.#pair?.differing === 0) return []
    return [...new Set([...this.#entries.keys(), ...twin.#entries.keys()])].filter((key) => this.#differs(key))
  }

  get size(): number {
    this.#lookOver()
    return this.#entries.size
  }

  get(key: string): Value | undefined {
    const value = this.#entries.get(key)
    if (this.#pair?.differing && this.#differs(key)) this.#meet()
    return value
  }

  has(key: string): boolean {
    const has = this.#entries.has(key)
    if (this.#pair?.differing && this.#twin && this.#twin.#entries.has(key) !== has) this.#meet()
    return has
  }

  keys(): IterableIterator<string> {
    this.#lookOver()
    return this.#entries.keys()
  }

  values(): IterableIterator<Value> {
    this.#lookOver()
    return this.#entries.values()
  }

  entries(): IterableIterator<[string, Value]> {
    this.#lookOver()
    return this.#entries.entries()
  }

  set(key: string, value: Value): void {
    const had = this.#entries.has(key)
    const before = this.#entries.get(key)
    this.#put(key, value, true)
    this.#journal.push({undo: () => this.#put(key, before, had), map: this, key})
  }

  delete(key: string): void {
    const before = this.#entries.get(key)
    if (before === undefined) return
    this.#put(key, undefined, false)
    this.#journal.push({undo: () => this.#put(key, before, true), map: this, key})
  }

  /** What stands under a key stands there in the twin, too. */
  repeat(key: string): void {
    if (!this.#differs(key)) return
    const value = this.#entries.get(key)
    if (value === undefined) this.#twin?.delete(key)
    else this.#twin?.set(key, value)
  }

  /** The same, where both are equal: they are one then. */
  agree(key: string): void {
    if (this.#twin && isEqual(this.#entries.get(key), this.#twin.#entries.get(key))) this.repeat(key)
  }

  #put(key: string, value: Value | undefined, isThere: boolean): void {
    const differed = this.#pair !== undefined && this.#differs(key)
    if (isThere) this.#entries.set(key, value as Value)
    else this.#entries.delete(key)
    if (this.#pair) this.#pair.differing += Number(this.#differs(key)) - Number(differed)
  }

  #differs(key: string): boolean {
    return this.#twin !== undefined && this.#twin.#entries.get(key) !== this.#entries.get(key)
  }

  /** All entries are looked at, or how many there are. */
  #lookOver(): void {
    if (this.#pair?.differing) this.#meet()
  }

  #meet(): void {
    if (this.#pair) this.#pair.twins.met = true
  }
}
