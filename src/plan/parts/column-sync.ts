/** Triggers that keep two columns of a row the same while releases write one or the other. */
import {quoteFullName, quoteName} from '../../sql/postgres.js'
import type {ObjectName} from '../../schema/objects.js'
import type {RecipeView} from '../recipe.js'

export interface Sync {
  make: string[]
  drop: string[]
}

interface Wanted {
  table: ObjectName
  column: string
  /** Statements of the function, over `NEW` and `OLD`. */
  body: readonly string[]
  /** It fires before the triggers of others, which see what it sets; else after them. */
  first?: true
}

/**
 * Make it: it fires also for changes that replication brings, and finds nothing by the search path of the
 * application.
 *
 * https://www.postgresql.org/docs/current/sql-createtrigger.html, https://www.postgresql.org/docs/current/trigger-definition.html
 */
export function syncColumns({body, column, first, table}: Wanted, {newName}: RecipeView): Sync {
  const name = newName(first === true ? '!sqlsafe' : 'zz_sqlsafe', table.name, column)
  const [trigger, own] = [quoteName(name), quoteFullName({schema: table.schema, name})]
  const full = quoteFullName(table)
  return {
    make: [
      [
        `CREATE FUNCTION ${own}() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $sqlsafe$`,
        'BEGIN',
        ...body.map((line) => `  ${line}`),
        '  RETURN NEW;',
        'END',
        '$sqlsafe$'
      ].join('\n'),
      `CREATE TRIGGER ${trigger} BEFORE INSERT OR UPDATE ON ${full} FOR EACH ROW EXECUTE FUNCTION ${own}()`,
      `ALTER TABLE ${full} ENABLE ALWAYS TRIGGER ${trigger}`
    ],
    drop: [`DROP TRIGGER ${trigger} ON ${full}`, `DROP FUNCTION ${own}()`]
  }
}

/** Releases write either column, and read what others wrote into the other one: the new one counts where both change. */
export function bothWays(from: string, to: string): string[] {
  const [older, newer] = [quoteName(from), quoteName(to)]
  return [
    `IF TG_OP = 'INSERT' THEN`,
    `  IF NEW.${newer} IS NULL THEN NEW.${newer} := NEW.${older}; ELSE NEW.${older} := NEW.${newer}; END IF;`,
    // As texts: not every type has an `=`, and not every `=` is found by this search path.
    `ELSIF NEW.${newer}::text IS DISTINCT FROM OLD.${newer}::text THEN`,
    `  NEW.${older} := NEW.${newer};`,
    'ELSE',
    `  NEW.${newer} := NEW.${older};`,
    'END IF;'
  ]
}
