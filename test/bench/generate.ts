import {mkdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'

/** What the tables are called that the generated migrations are about. */
const names = ['account', 'invoice', 'line_item', 'product', 'session', 'shipment', 'supplier', 'warehouse']

/** A project goes on to new tables, rather than to add to the first ones what no server takes: these many are of the same tables. */
const ofSameTables = 512

/** One kind of migration: makes its text from a number that no other migration has. */
type Shape = (table: string, number: number) => string

const shapes: readonly Shape[] = [
  (table, n) => `ALTER TABLE ${table} ADD COLUMN note_${n} text;\n`,
  (table, n) => `ALTER TABLE ${table} ADD COLUMN state_${n} text NOT NULL DEFAULT 'new';\n`,
  (table, n) => `CREATE INDEX CONCURRENTLY ${table}_${n} ON ${table} (created_at);\n`,
  (table, n) => `SET lock_timeout = '5s';\nCREATE INDEX ${table}_plain_${n} ON ${table} (name, created_at);\n`,
  (table, n) => `ALTER TABLE ${table} ADD CONSTRAINT ${table}_check_${n} CHECK (length(name) < ${n + 10}) NOT VALID;\n`,
  (table, n) =>
    `CREATE TABLE ${table}_log_${n} (\n  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,\n` +
    `  ${table}_id bigint NOT NULL REFERENCES ${table} (id),\n  body jsonb NOT NULL DEFAULT '{}',\n` +
    `  created_at timestamptz NOT NULL DEFAULT now()\n);\nCREATE INDEX ON ${table}_log_${n} (${table}_id);\n`,
  (table, n) => `UPDATE ${table} SET name = trim(name) WHERE id BETWEEN ${n * 1000} AND ${n * 1000 + 999};\n`,
  (table, n) =>
    `CREATE FUNCTION ${table}_touch_${n}() RETURNS trigger LANGUAGE plpgsql AS $$\nBEGIN\n` +
    `  NEW.name := NEW.name;\n  RETURN NEW;\nEND\n$$;\n` +
    `CREATE TRIGGER touch_${n} BEFORE UPDATE ON ${table} FOR EACH ROW EXECUTE FUNCTION ${table}_touch_${n}();\n`
]

/** Write so many migrations into a folder: the same ones each time. Returns their paths in order. */
export function generateMigrations(folder: string, count: number): string[] {
  mkdirSync(folder, {recursive: true})
  return Array.from({length: count}, (_, number) => {
    const path = join(folder, `${String(number + 1).padStart(6, '0')}_change.sql`)
    const tables = tablesOf(Math.floor(number / ofSameTables))
    writeFileSync(path, number % ofSameTables === 0 ? setUp(tables) : migration(tables, number))
    return path
  })
}

function tablesOf(generation: number): string[] {
  return generation === 0 ? names : names.map((name) => `${name}_${String(generation)}`)
}

function setUp(tables: readonly string[]): string {
  return tables
    .map(
      (table) =>
        `CREATE TABLE ${table} (\n  id bigint PRIMARY KEY,\n  name text,\n` +
        `  created_at timestamptz NOT NULL DEFAULT now()\n);\n`
    )
    .join('')
}

/** Spread by two steps without a common divisor, so that each shape meets each table. */
function migration(tables: readonly string[], number: number): string {
  const table = tables[(number * 5) % tables.length] ?? 'account'
  const shape = shapes[Math.floor(number / tables.length) % shapes.length]
  return shape?.(table, number) ?? ''
}
