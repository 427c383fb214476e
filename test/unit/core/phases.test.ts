import {mkdtempSync, mkdirSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, describe, expect, it} from 'vitest'
import {checkProject} from '../../../src/core/check.js'
import {loadConfiguration} from '../../../src/core/configuration/load-configuration.js'
import {phaseOf, readPhase} from '../../../src/migrations/phase.js'
import {openProject} from '../../../src/core/project.js'
import {runRules} from '../../../src/core/rules/run-rules.js'
import type {Migration} from '../../../src/migrations/migration.js'
import {loadReader} from '../../../src/operations/read.js'
import {Catalog} from '../../../src/schema/catalog.js'
import {Session} from '../../../src/schema/session.js'
import type {Dialect} from '../../../src/server/server.js'
import {supported} from '../../../src/server/supported.js'

/** Ids of rules about deployments that report each text; one that begins with `history:` is history. */
async function ids(texts: readonly string[], dialect: Dialect = 'postgres'): Promise<string[][]> {
  const server = {dialect, version: supported[dialect].newest}
  const read = await loadReader(server)
  const migrations = texts.map((given, index): Migration => {
    const text = given.replace(/^history:/, '')
    return {path: `${String(index)}.sql`, text, transaction: 'none', checked: text === given, script: read(text)}
  })
  const {files} = runRules({migrations, catalog: new Catalog(), createSession: () => new Session(server)})
  const about = /-(?:drop|rename)$|^no-trigger-on-busy-table$/
  return files.map(({messages}) => messages.map(({ruleId}) => ruleId).filter((id) => about.test(id)))
}

const table = 'CREATE TABLE account (id bigint PRIMARY KEY, mail varchar(100));'
const add = 'ALTER TABLE account ADD COLUMN email varchar(100);'
const fill = 'UPDATE account SET email = lower(mail) WHERE id BETWEEN 1 AND 1000;'
const drop = 'ALTER TABLE account DROP COLUMN mail;'

describe('a phase', () => {
  const range = {start: 0, end: 1}

  it('is read from a comment', () => {
    expect(readPhase({text: 'sqlsafe-phase: contract', range})).toBe('contract')
    expect(readPhase({text: 'sqlsafe-phase expand', range})).toBe('expand')
    expect(readPhase({text: 'sqlsafe-phase: contract it', range})).toBe('unreadable')
    expect(readPhase({text: 'sqlsafe-phase', range})).toBe('unreadable')
    expect(readPhase({text: 'the contract phase', range})).toBeUndefined()
  })

  it('in a comment goes over that of the path', () => {
    const comments = [{text: 'sqlsafe-phase: expand', range}]
    expect(phaseOf({phase: 'contract', script: {statements: [], comments}})).toBe('expand')
    expect(phaseOf({phase: 'contract', script: {statements: [], comments: []}})).toBe('contract')
  })

  it('contract allows what no release uses any more, but no rename', async () => {
    const rename = 'ALTER TABLE account RENAME COLUMN mail TO email;'
    expect(await ids([table, drop])).toEqual([[], ['no-column-drop']])
    expect(await ids([table, `-- sqlsafe-phase: contract\n${drop}`])).toEqual([[], []])
    expect(await ids([table, `-- sqlsafe-phase: expand\n${drop}`])).toEqual([[], ['no-column-drop']])
    expect(await ids([table, `-- sqlsafe-phase: contract\n${rename}`])).toEqual([[], ['no-column-rename']])
  })
})

describe.each(['postgres', 'mysql', 'mariadb'] as const)('expand and contract on %s', (dialect) => {
  it('is recognised over several migrations', async () => {
    expect(await ids([table, add, fill, drop], dialect)).toEqual([[], [], [], []])
  })

  it('is none within one release', async () => {
    expect(await ids([table, `${add}\n${fill}\n${drop}`], dialect)).toEqual([[], ['no-column-drop']])
    expect(await ids([`history:${table}`, add, fill, drop], dialect)).toEqual([[], [], ['no-column-drop']])
  })

  it('needs a new column in the place of the old one', async () => {
    const wide = 'CREATE TABLE account (id bigint PRIMARY KEY, mail varchar(100), email varchar(100));'
    expect(await ids([wide, fill, drop], dialect)).toEqual([[], [], ['no-column-drop']])
    expect(await ids([table, add, drop], dialect)).toEqual([[], [], ['no-column-drop']])
  })

  it('knows tables that were copied or put aside', async () => {
    const copy = 'CREATE TABLE person (id bigint PRIMARY KEY); INSERT INTO person (id) SELECT id FROM account;'
    expect(await ids([table, copy, 'DROP TABLE account;'], dialect)).toEqual([[], [], []])
    const aside = 'ALTER TABLE account RENAME TO account_old;'
    expect((await ids([table, aside, 'DROP TABLE account_old;'], dialect))[2]).toEqual([])
    const elsewhere = 'ALTER TABLE account RENAME TO person;'
    expect((await ids([table, elsewhere, 'DROP TABLE person;'], dialect))[2]).toEqual(['no-table-drop'])
  })
})

describe('dual writes', () => {
  const touch = 'UPDATE account SET id = id WHERE id BETWEEN 1 AND 10000;'

  it('are recognised in a trigger and its function', async () => {
    const writes = `CREATE FUNCTION both_mails() RETURNS trigger LANGUAGE plpgsql AS
      'BEGIN NEW.email := NEW.mail; RETURN NEW; END';
      CREATE TRIGGER both_mails BEFORE INSERT ON account FOR EACH ROW EXECUTE FUNCTION both_mails();`
    expect(await ids([table, `${add}\n${writes}`, fill, drop])).toEqual([[], [], [], []])
    const updates = writes.replace('BEFORE INSERT', 'BEFORE INSERT OR UPDATE')
    expect(await ids([table, `${add}\n${updates}`, touch, drop])).toEqual([[], [], [], []])
  })

  it('leave the rows that nobody has written since without a value', async () => {
    const set = "LANGUAGE plpgsql AS 'BEGIN NEW.email := NEW.mail; RETURN NEW; END'"
    const made = `${add}\nCREATE FUNCTION both_mails() RETURNS trigger ${set};`
    const writes = 'CREATE TRIGGER both_mails BEFORE INSERT ON account FOR EACH ROW EXECUTE FUNCTION both_mails();'
    expect(await ids([table, `${made}\n${writes}`, drop])).toEqual([[], [], ['no-column-drop']])
    expect(await ids([table, `${made}\n${writes}`, touch, drop])).toEqual([[], [], [], ['no-column-drop']])
    const own = 'CREATE TRIGGER both_mails BEFORE INSERT ON account FOR EACH ROW SET NEW.email = NEW.mail;'
    expect(await ids([table, `${add}\n${own}`, drop], 'mysql')).toEqual([[], [], ['no-column-drop']])
  })

  it('are recognised in a trigger of MySQL', async () => {
    const writes = 'CREATE TRIGGER both_mails BEFORE INSERT ON account FOR EACH ROW SET NEW.email = NEW.mail;'
    expect(await ids([table, `${add}\n${writes}`, fill, drop], 'mysql')).toEqual([[], [], [], []])
  })
})

describe('the end of dual writes', () => {
  const busy = ['no-trigger-on-busy-table']
  const trigger = (body: string): string => `CREATE TRIGGER both_mails BEFORE INSERT ON account FOR EACH ROW ${body};`
  const end = 'DROP TRIGGER both_mails;'

  it('is no change of what the release relies on', async () => {
    const writes = `CREATE FUNCTION both_mails() RETURNS trigger LANGUAGE plpgsql AS
      'BEGIN NEW.email := NEW.mail; RETURN NEW; END';
      ${trigger('EXECUTE FUNCTION both_mails()')}`
    const stop = 'DROP TRIGGER both_mails ON account;'
    expect(await ids([table, add, writes, fill, stop, drop])).toEqual([[], [], [], [], [], []])
    const other = writes.replace('NEW.email := NEW.mail', 'NEW.mail := lower(NEW.mail)')
    expect(await ids([table, add, other, stop])).toEqual([[], [], [], busy])
    expect(await ids([table, add, writes.replace('RETURN NEW', 'RETURN NULL'), stop])).toEqual([[], [], busy, busy])
  })

  it.each(['mysql', 'mariadb'] as const)('on %s neither', async (dialect) => {
    const both = 'BEGIN IF NEW.email IS NULL THEN SET NEW.email = lower(NEW.`mail`); END IF; END'
    const bodies = ['SET NEW.email = NEW.mail', both, both.replace('IS NULL', "= ''")]
    for (const body of bodies) {
      expect(await ids([table, add, trigger(body), fill, end, drop], dialect)).toEqual([[], [], [], [], [], []])
    }
  })

  it.each([
    'SET NEW.email = shout(NEW.mail)',
    'SET NEW.email = NEW.mail, @last = NEW.mail',
    'SET NEW.email = (SELECT mail FROM account LIMIT 1)',
    'BEGIN SET NEW.email = NEW.mail; INSERT INTO log VALUES (NEW.mail); END',
    "BEGIN SET NEW.email = NEW.mail; SIGNAL SQLSTATE '45000'; END"
  ])('is one where the trigger does more: %s', async (body) => {
    expect(await ids([table, add, trigger(body), end], 'mysql')).toEqual([[], [], busy, busy])
  })
})

describe('a rename', () => {
  it('with a view of the old shape in the same migration is none to the running release', async () => {
    const served = `ALTER TABLE account RENAME TO person;
      ALTER TABLE person RENAME COLUMN mail TO email;
      CREATE VIEW account AS SELECT id, email AS mail FROM person;`
    expect(await ids([table, served])).toEqual([[], []])
    expect(await ids([table, served.replace('email AS mail', 'email')])).toEqual([[], ['no-column-rename']])
  })
})

describe('phases of the configuration', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sqlsafe-phases-'))
  afterAll(() => {
    rmSync(folder, {recursive: true})
  })

  it('are given to paths by globs', async () => {
    mkdirSync(join(folder, 'migrations'))
    writeFileSync(join(folder, 'sqlsafe.config.json'), '{"phases": {"contract": ["migrations/*.contract.sql"]}}')
    writeFileSync(join(folder, 'migrations/1.sql'), table)
    writeFileSync(join(folder, 'migrations/2.contract.sql'), drop)
    const configuration = await loadConfiguration(folder)
    const project = await openProject({paths: ['migrations'], cwd: folder, dialect: 'postgres', configuration})
    expect(project.migrations.map(({phase}) => phase)).toEqual([undefined, 'contract'])
    const found = checkProject(project, configuration).files.flatMap(({messages}) => messages)
    expect(found.map(({ruleId}) => ruleId)).not.toContain('no-column-drop')
  })
})
