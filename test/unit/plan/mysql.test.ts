import {describe, expect, it} from 'vitest'
import {stepSql} from '../../../src/plan/step-sql.js'
import {planSql} from '../../../src/report/plan/plan-sql.js'
import {stepsOf} from '../../helpers/plan-faults.js'
import {planOf} from '../../helpers/plan-of.js'

const post = 'CREATE TABLE post (id bigint PRIMARY KEY, author bigint, title varchar(40), KEY post_author (author));'

async function plan(sql: string, schema = post, more: Partial<Parameters<typeof planOf>[1]> = {}) {
  return planOf(sql, {dialect: 'mysql', version: '9.7', schema, ...more})
}

async function statements(...asked: Parameters<typeof plan>): Promise<string[]> {
  return stepsOf(await plan(...asked)).flatMap(({sql}) => sql)
}

describe('plans for MySQL', () => {
  it('cut a statement where one change would make the others dear', async () => {
    expect(await statements('ALTER TABLE post ADD INDEX post_note (note), ADD COLUMN note varchar(9);')).toEqual([
      'ALTER TABLE `post` ADD COLUMN note varchar(9), ALGORITHM=INSTANT',
      'ALTER TABLE `post` ADD INDEX post_note (note), ALGORITHM=INPLACE, LOCK=NONE'
    ])
  })

  it('never cut what is one change by its names', async () => {
    const schema = 'CREATE TABLE post (id bigint PRIMARY KEY, a int, b int, KEY post_a (a));'
    const ways = async (sql: string): Promise<unknown[]> =>
      stepsOf(await plan(sql, schema, {dialect: 'mariadb', version: '11.8'}))
        .filter(({kind}) => kind === 'ddl' || kind === 'shadow-create')
        .map(({input, sql: [first]}) => ('changes' in input ? input.changes : first))
    // The server keeps the index where the column comes again in the same statement.
    expect(await ways('ALTER TABLE post DROP COLUMN a, ADD COLUMN a bigint;')).toEqual([
      ['ALTER TABLE {{table}} DROP COLUMN a, ADD COLUMN a bigint']
    ])
    expect(await ways('ALTER TABLE post CHANGE a b bigint, ADD note int, CHANGE b a bigint;')).toEqual([
      'ALTER TABLE `post` ADD note int, ALGORITHM=INSTANT',
      'ALTER TABLE `post` CHANGE a b bigint, CHANGE b a bigint, ALGORITHM=COPY, LOCK=NONE'
    ])
  })

  it('cut no work into batches that could not say where they are', async () => {
    const schema = 'CREATE TABLE post (id bigint, title varchar(40));'
    const kinds = async (sql: string): Promise<string[]> => stepsOf(await plan(sql, schema)).map(({kind}) => kind)
    expect(await kinds("UPDATE post SET title = 'x' WHERE id > 4;")).toEqual(['transaction'])
    expect(await kinds("UPDATE post SET title = 'x' WHERE title IS NULL;")).toEqual(['batch'])
    expect(await kinds("ALTER TABLE post ADD COLUMN slug varchar(9) DEFAULT (left('abc', 2));")).toEqual(['ddl'])
  })

  it('rename a table once all else of the statement is done', async () => {
    const sql = 'ALTER TABLE post RENAME TO note, ADD COLUMN made int, MODIFY author int;'
    const found = stepsOf(await plan(sql)).filter(({kind}) => kind === 'ddl' || kind === 'shadow-create')
    expect(found.flatMap((step) => step.sql).filter((each) => !each.startsWith('CREATE TABLE'))).toEqual([
      'ALTER TABLE `post` ADD COLUMN made int, ALGORITHM=INSTANT',
      expect.stringContaining('MODIFY author int'),
      'CREATE SQL SECURITY INVOKER VIEW `note` AS SELECT * FROM `post`',
      'RENAME TABLE `note` TO `note_view`, `post` TO `note`',
      'DROP VIEW `note_view`'
    ])
  })

  it('take no CHECK without a name for an index of that name', async () => {
    const [create] = stepsOf(await plan('ALTER TABLE post MODIFY author int, ADD CHECK (author > 0);'))
    expect(create?.input).toMatchObject({changes: ['ALTER TABLE {{table}} MODIFY author int, ADD CHECK (author > 0)']})
  })

  it('keep the time of the last change where rows are filled, as a change of the shape does', async () => {
    const schema =
      'CREATE TABLE post (id bigint PRIMARY KEY, title varchar(40), changed datetime DEFAULT now() ON UPDATE now());'
    const filled = async (sql: string): Promise<string[]> =>
      (await statements(sql, schema)).filter((each) => each.startsWith('UPDATE'))
    expect(await filled("ALTER TABLE post ADD COLUMN slug varchar(9) DEFAULT (left('abc', 2));")).toEqual([
      "UPDATE `post` AS target SET `slug` = (left('abc', 2)), `changed` = `changed` WHERE (target.`slug` IS NULL)"
    ])
    expect(await filled("ALTER TABLE post MODIFY title varchar(40) NOT NULL DEFAULT '';")).toEqual([
      "UPDATE `post` AS target SET `title` = '', `changed` = `changed` WHERE (target.`title` IS NULL)"
    ])
  })

  it('let one copy make all that is dear', async () => {
    const found = stepsOf(
      await plan('ALTER TABLE post MODIFY author int, MODIFY title char(40), ADD INDEX post_title (title);')
    )
    expect(found.filter(({kind}) => kind === 'shadow-create').map(({input}) => input)).toEqual([
      {
        table: {schema: '', name: 'post'},
        changes: ['ALTER TABLE {{table}} MODIFY author int, MODIFY title char(40), ADD INDEX post_title (title)'],
        columns: {}
      }
    ])
  })

  it('say which columns of a copy are others than before', async () => {
    const sql = 'ALTER TABLE post CHANGE author writer int, DROP COLUMN title, ADD COLUMN title text NOT NULL;'
    const [create] = stepsOf(await plan(sql)).filter(({kind}) => kind === 'shadow-create')
    expect(create?.input).toMatchObject({columns: {writer: '`author`'}})
  })

  it('read keys without a name as such', async () => {
    const [create] = stepsOf(await plan('ALTER TABLE post ADD UNIQUE (title), MODIFY author char(9);'))
    expect(create?.input).toMatchObject({changes: ['ALTER TABLE {{table}} ADD UNIQUE (title), MODIFY author char(9)']})
  })

  it('rebuild in place only what is known to be small enough', async () => {
    const sql = 'ALTER TABLE post FORCE;'
    const inPlace = ['ALTER TABLE `post` FORCE, ALGORITHM=INPLACE, LOCK=NONE']
    const size = (bytes: number) => ({sizes: new Map([['post', {rows: 1_000_000, bytes}]])})
    expect(await statements(sql, post, size(400_000_000))).toEqual(inPlace)
    const big = await plan(sql, post, size(600_000_000))
    expect(stepsOf(big)[0]?.kind).toBe('shadow-create')
    expect(big.remarks.map(({text}) => text).join('\n')).toContain('replicas')
  })

  it('refuse shadow tables to tables that cannot have one, and say why', async () => {
    const reasons = async (schema: string, more: Parameters<typeof plan>[2] = {}): Promise<string> => {
      const {remarks} = await plan('ALTER TABLE t MODIFY x bigint;', schema, more)
      return remarks
        .filter(({severity}) => severity === 'unsafe')
        .map(({text}) => text)
        .join('\n')
    }
    expect(await reasons('CREATE TABLE t (x int);')).toContain('no unique key')
    expect(await reasons('CREATE TABLE t (k float PRIMARY KEY, x int);')).toContain('no unique key')
    expect(await reasons('CREATE TABLE t (k int, x int, UNIQUE KEY (k));')).toContain('no unique key')
    expect(await reasons('CREATE TABLE t (k int PRIMARY KEY, x int) ENGINE=MyISAM;')).toContain('not of InnoDB')
    expect(
      await reasons(
        'CREATE TABLE t (k int PRIMARY KEY, x int); CREATE TABLE c (k int REFERENCES t (k), FOREIGN KEY (k) REFERENCES t (k));'
      )
    ).toBe('')
    const triggered =
      'CREATE TABLE t (k int PRIMARY KEY, x int); CREATE TRIGGER own BEFORE INSERT ON t FOR EACH ROW SET NEW.x = 1;'
    expect(await reasons(triggered)).toBe('')
    expect(await reasons(triggered, {dialect: 'mariadb', version: '10.11'})).toBe('')
    expect(
      await reasons(
        'CREATE TABLE p (k int PRIMARY KEY); CREATE TABLE t (k int PRIMARY KEY, x int, p int, CONSTRAINT acts FOREIGN KEY (p) REFERENCES p (k) ON DELETE CASCADE);'
      )
    ).toContain('`acts`')
    expect(await reasons('CREATE TABLE t (k int PRIMARY KEY, x int);')).toBe('')
  })

  it('ask of an unknown table what is cheap, and say that the server may refuse', async () => {
    const found = await plan('ALTER TABLE nowhere ADD COLUMN a int;')
    expect(stepsOf(found).flatMap(({sql}) => sql)).toEqual([
      'ALTER TABLE `nowhere` ADD COLUMN a int, ALGORITHM=INSTANT'
    ])
    expect(found.remarks.map(({severity}) => severity)).toEqual(['note'])
  })

  it('wait for the release that writes a column before it must have a value', async () => {
    const {phases} = await plan('ALTER TABLE post ADD COLUMN a int; ALTER TABLE post MODIFY a int NOT NULL;')
    expect(phases.map(({gate, kind}) => [kind, gate])).toEqual([
      ['expand', undefined],
      ['contract', 'every running release writes `post.a`, and the rows that were there have a value']
    ])
    expect(phases[1]?.steps[0]).toMatchObject({
      kind: 'verify',
      sql: ['SELECT `id` FROM `post` WHERE `a` IS NULL LIMIT 5']
    })
  })

  it('give rows the default that a column is to have before it may no longer be NULL', async () => {
    const [first] = stepsOf(await plan('ALTER TABLE post MODIFY author bigint NOT NULL DEFAULT 7;'))
    expect(first).toMatchObject({
      kind: 'batch',
      input: {set: '`author` = 7', where: 'target.`author` IS NULL', idempotent: true}
    })
  })

  it('write conditions of joins as what is looked up for each row', async () => {
    const other = `${post} CREATE TABLE account (id bigint PRIMARY KEY, name varchar(40));`
    const [update] = stepsOf(
      await plan('UPDATE post p JOIN account a ON a.id = p.author SET p.title = a.name WHERE p.title IS NULL;', other)
    )
    expect(update?.input).toEqual({
      table: {schema: '', name: 'post'},
      verb: 'update',
      set: '`title` = (SELECT a.name FROM account AS `a` WHERE (a.id = target.author) AND (target.title IS NULL) LIMIT 1)',
      where: 'EXISTS (SELECT 1 FROM account AS `a` WHERE (a.id = target.author) AND (target.title IS NULL))',
      idempotent: false
    })
  })

  it('cut nothing into batches of which nobody could tell what is done', async () => {
    const unsafe = async (sql: string) => (await plan(sql)).remarks.filter(({severity}) => severity === 'unsafe').length
    expect(await unsafe('UPDATE post SET author = author + 1;')).toBe(1)
    expect(await unsafe('UPDATE post SET title = UUID();')).toBe(1)
    expect(await unsafe('UPDATE post SET id = id + 5;')).toBe(1)
    expect(await unsafe('UPDATE IGNORE post SET author = 3;')).toBe(1)
    expect(await unsafe("UPDATE post SET title = 'none' WHERE title IS NULL;")).toBe(0)
  })

  it('keep what the file says of its session, but for how it waits and speaks', async () => {
    const sql =
      "SET NAMES latin1; SET lock_wait_timeout = 99; SET sql_mode = 'ANSI'; USE shop; CREATE TABLE a (id int);"
    expect(stepsOf(await plan(sql)).map(({settings}) => settings)).toEqual([{sql_mode: 'ANSI', database: 'shop'}])
    const {remarks} = await plan('SET @id = 5; INSERT INTO post (id) VALUES (@id);')
    expect(remarks.map(({severity}) => severity)).toEqual(['unsafe'])
  })

  it('make no view under the name of a table that is dropped after it', async () => {
    const schema = `${post}\nCREATE TABLE post_new (id bigint PRIMARY KEY);`
    expect(await statements('DROP TABLE post; RENAME TABLE post_new TO post;', schema)).toEqual([
      'DROP TABLE post',
      'CREATE SQL SECURITY INVOKER VIEW `post` AS SELECT * FROM `post_new`',
      'RENAME TABLE `post` TO `post_view`, `post_new` TO `post`',
      'DROP VIEW `post_view`'
    ])
  })

  it('commit changes of definitions one by one, and rows of a transaction together', async () => {
    const sql =
      'INSERT INTO post (id) VALUES (1); INSERT INTO post (id) VALUES (2); CREATE TABLE a (id int); CREATE VIEW v AS SELECT 1;'
    const found = stepsOf(await plan(sql, post, {transaction: 'migration'}))
    expect(found.map(({kind, sql: own}) => [kind, own.length])).toEqual([
      ['transaction', 2],
      ['ddl', 1],
      ['ddl', 1]
    ])
    expect(found.slice(1).map(({input}) => input)).toMatchObject([{tables: [{schema: '', name: 'a'}]}, {tables: []}])
  })

  it('leave out LOCK TABLES, which would end with its step', async () => {
    const found = await plan('LOCK TABLES post WRITE; INSERT INTO post (id) VALUES (1); UNLOCK TABLES;')
    expect(stepsOf(found).flatMap(({sql}) => sql)).toEqual(['INSERT INTO post (id) VALUES (1)'])
  })

  it('are SQL that fails where only apply can do a step', async () => {
    const found = await plan("ALTER TABLE post MODIFY author int; UPDATE post SET title = 'x' WHERE title IS NULL;")
    const text = planSql(found, {retryBlock: false})
    expect(text).toContain("SIGNAL SQLSTATE '45000'")
    expect(text).toContain('DELIMITER //\nCREATE PROCEDURE')
    expect(text).not.toContain('set_config')
    const batch = stepsOf(found).find(({kind}) => kind === 'batch')
    expect(batch && stepSql(batch, {dialect: 'mysql'}).transaction).toBe(false)
  })
})
