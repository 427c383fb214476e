/** Frameworks whose migrations are no SQL files: how their SQL comes to sqlsafe. */
import {existsSync} from 'node:fs'
import {join} from 'node:path'

interface OtherFramework {
  name: string
  /** It is there where one of these files is. */
  marks: readonly string[]
  /** What to do, as a sentence. */
  advice: string
}

const frameworks: readonly OtherFramework[] = [
  {
    name: 'Rails',
    marks: ['bin/rails', 'config/application.rb'],
    advice:
      'with `config.active_record.schema_format = :sql`, `db/structure.sql` tells what they have made; ' +
      'give the SQL that one of them sends to `npx sqlsafe check -`.'
  },
  {
    name: 'Alembic',
    marks: ['alembic.ini'],
    advice: '`alembic upgrade HEAD_BEFORE:head --sql | npx sqlsafe check -`.'
  },
  {
    name: 'Liquibase',
    marks: ['liquibase.properties', 'src/main/resources/db/changelog', 'src/main/resources/liquibase.properties'],
    advice: '`liquibase update-sql | npx sqlsafe check -`.'
  },
  {
    name: 'Django',
    marks: ['manage.py'],
    advice: '`python manage.py sqlmigrate APP NAME | npx sqlsafe check -`.'
  }
]

/** The one that a project uses, if it is one of these. */
export function findOtherFramework(cwd: string): {name: string; advice: string} | undefined {
  return frameworks.find(({marks}) => marks.some((mark) => existsSync(join(cwd, mark))))
}
