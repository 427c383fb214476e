/**
 * Definitions come from the server as SQL, deparsed by itself. They are read by the same reader as
 * migrations, so that expressions have the same trees.
 */
import type {Operation, OperationKind} from '../../../operations/operation.js'
import type {Reader} from '../../../operations/script.js'

/** Collects definitions and reads them all at once. */
export class Definitions {
  readonly #texts: string[] = []
  #operations: ReadonlyArray<readonly Operation[]> = []

  /** Note a definition; the result is the key under which it is found after `read`. */
  add(text: string): number {
    return this.#texts.push(text) - 1
  }

  read(reader: Reader): void {
    // One by one: a definition that cannot be read must not move the others.
    this.#operations = this.#texts.map((text) =>
      reader(text).statements.flatMap(({commands}) => commands.flatMap(({operations}) => operations))
    )
  }

  /** All operations of a definition. */
  all(key: number): readonly Operation[] {
    return this.#operations[key] ?? []
  }

  /** The first operation of a kind that a definition was read into; `undefined` where it was not. */
  get<Kind extends OperationKind>(key: number | undefined, kind: Kind): Operation<Kind> | undefined {
    if (key === undefined) return undefined
    return this.#operations[key]?.find((operation) => operation.kind === kind) as Operation<Kind> | undefined
  }
}

/** A name in double quotes. */
export function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/** A full name in double quotes. */
export function quoteFull({name, schema}: {schema: string; name: string}): string {
  return `${quote(schema)}.${quote(name)}`
}
