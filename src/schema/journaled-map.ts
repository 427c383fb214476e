/** What the catalog is made of. */

export type Undo = () => void

/** A map whose changes the catalog can take back. */
export class JournaledMap<Value> {
  readonly #entries = new Map<string, Value>()
  readonly #journal: Undo[]
  #changes = 0

  constructor(journal: Undo[]) {
    this.#journal = journal
  }

  /** Another with the same entries, whose changes stand in the same journal. */
  copyOnto(journal: Undo[]): JournaledMap<Value> {
    const copy = new JournaledMap<Value>(journal)
    for (const [key, value] of this.#entries) copy.#entries.set(key, value)
    return copy
  }

  /** Grows with each change, also with one that is taken back: what was found out about the entries holds while it stays. */
  get changes(): number {
    return this.#changes
  }

  get size(): number {
    return this.#entries.size
  }

  get(key: string): Value | undefined {
    return this.#entries.get(key)
  }

  has(key: string): boolean {
    return this.#entries.has(key)
  }

  keys(): IterableIterator<string> {
    return this.#entries.keys()
  }

  values(): IterableIterator<Value> {
    return this.#entries.values()
  }

  entries(): IterableIterator<[string, Value]> {
    return this.#entries.entries()
  }

  set(key: string, value: Value): void {
    const had = this.#entries.has(key)
    const before = this.#entries.get(key)
    this.#changes++
    this.#journal.push(() => {
      this.#changes++
      if (had) this.#entries.set(key, before as Value)
      else this.#entries.delete(key)
    })
    this.#entries.set(key, value)
  }

  delete(key: string): void {
    const before = this.#entries.get(key)
    if (before === undefined) return
    this.#changes++
    this.#journal.push(() => {
      this.#changes++
      this.#entries.set(key, before)
    })
    this.#entries.delete(key)
  }
}
