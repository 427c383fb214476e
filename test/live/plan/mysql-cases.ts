/** Migrations beside those of the rules' examples. */
const post =
  'CREATE TABLE post (id bigint PRIMARY KEY, author bigint, title varchar(40), body text, KEY post_author (author));'
const account =
  'CREATE TABLE account (id bigint PRIMARY KEY, mail varchar(60) NOT NULL, state int, UNIQUE KEY account_mail (mail));'

export const cases = [
  {name: 'rows are left out', schema: account, sql: 'ALTER TABLE account DROP COLUMN mail;'},
  {name: 'an index that queries use', schema: post, sql: 'ALTER TABLE post DROP INDEX post_author;'},
  {name: 'an index that queries use, by DROP INDEX', schema: post, sql: 'DROP INDEX post_author ON post;'},
  {
    name: 'an index of the same name',
    schema: post,
    sql: 'DROP INDEX post_author ON post; CREATE INDEX post_author ON post (author, title);'
  },
  {
    name: 'an index in its place at once',
    schema: post,
    sql: 'ALTER TABLE post DROP INDEX post_author, ADD INDEX post_author (author, title);'
  },
  {name: 'a column and its index', schema: post, sql: 'ALTER TABLE post DROP INDEX post_author, DROP COLUMN author;'},
  {name: 'a column that comes again', schema: post, sql: 'ALTER TABLE post DROP COLUMN title, ADD COLUMN title int;'},
  {
    name: 'several columns in brackets',
    schema: post,
    sql: "ALTER TABLE post ADD (a int, b varchar(5) DEFAULT 'x'), ADD KEY post_a (a);"
  },
  {
    name: 'types one after the other, in one copy',
    schema: post,
    sql: 'ALTER TABLE post MODIFY author int unsigned, ADD COLUMN a int; ALTER TABLE post MODIFY title char(40); ALTER TABLE post MODIFY body varchar(99) FIRST;'
  },
  {name: 'at a place', schema: post, sql: 'ALTER TABLE post ADD COLUMN a int AFTER id, ADD COLUMN b int FIRST;'},
  {name: 'an index before its column', schema: post, sql: 'ALTER TABLE post ADD INDEX post_a (a), ADD COLUMN a int;'},
  {
    name: 'cheap, dear and in between',
    schema: post,
    sql: "ALTER TABLE post ADD COLUMN a int, MODIFY title char(40), ADD INDEX post_title (title), COMMENT = 'x';"
  },
  {name: 'a required text', schema: post, sql: 'ALTER TABLE post ADD COLUMN note text NOT NULL;'},
  {name: 'a required number', schema: post, sql: 'ALTER TABLE post ADD COLUMN score int NOT NULL AFTER author;'},
  {name: 'a default for each row', schema: post, sql: 'ALTER TABLE post ADD COLUMN size int DEFAULT (1 + 1);'},
  {name: 'partitions', schema: post, sql: 'ALTER TABLE post PARTITION BY HASH (id) PARTITIONS 4;'},
  {
    name: 'a column and partitions',
    schema: post,
    sql: 'ALTER TABLE post ADD COLUMN a int PARTITION BY HASH (id) PARTITIONS 2;'
  },
  {
    name: 'no partitions',
    schema: 'CREATE TABLE post (id bigint PRIMARY KEY) PARTITION BY HASH (id) PARTITIONS 4;',
    sql: 'ALTER TABLE post REMOVE PARTITIONING;'
  },
  {
    name: 'a partition more',
    schema: 'CREATE TABLE post (id bigint PRIMARY KEY) PARTITION BY RANGE (id) (PARTITION p0 VALUES LESS THAN (9));',
    sql: 'ALTER TABLE post ADD PARTITION (PARTITION p1 VALUES LESS THAN (99));'
  },
  {
    name: 'another primary key',
    schema: account,
    sql: 'ALTER TABLE account DROP PRIMARY KEY, ADD PRIMARY KEY (id, mail);'
  },
  {name: 'a unique key', schema: post, sql: 'CREATE UNIQUE INDEX post_title ON post (title(10));'},
  {name: 'a name for an index', schema: post, sql: 'ALTER TABLE post RENAME INDEX post_author TO post_writer;'},
  {name: 'a default', schema: post, sql: "ALTER TABLE post ALTER COLUMN title SET DEFAULT 'none';"},
  {name: 'the charset', schema: post, sql: 'ALTER TABLE post CONVERT TO CHARACTER SET latin1, ADD COLUMN a int;'},
  {name: 'the charset to come', schema: post, sql: 'ALTER TABLE post DEFAULT CHARACTER SET latin1;'},
  {name: 'rows afresh', schema: post, sql: 'ALTER TABLE post FORCE;'},
  {name: 'rows afresh, by OPTIMIZE', schema: post, sql: 'OPTIMIZE TABLE post;'},
  {name: 'a row format', schema: post, sql: 'ALTER TABLE post ROW_FORMAT = DYNAMIC;'},
  {
    name: 'a place in the index',
    schema: 'CREATE TABLE place (id int PRIMARY KEY, at point NOT NULL);',
    sql: 'CREATE SPATIAL INDEX place_at ON place (at);'
  },
  {
    name: 'a second full text',
    schema: 'CREATE TABLE post (id int PRIMARY KEY, a text, b text, FULLTEXT KEY (a));',
    sql: 'ALTER TABLE post ADD FULLTEXT INDEX post_b (b);'
  },
  {
    name: 'a foreign key of two columns',
    schema: 'CREATE TABLE a (x int, y int, PRIMARY KEY (x, y)); CREATE TABLE b (id int PRIMARY KEY, x int, y int);',
    sql: 'ALTER TABLE b ADD COLUMN note varchar(9), ADD CONSTRAINT b_a FOREIGN KEY (x, y) REFERENCES a (x, y) ON DELETE CASCADE;'
  },
  {
    name: 'a foreign key without a name',
    schema: 'CREATE TABLE a (x int PRIMARY KEY); CREATE TABLE b (id int PRIMARY KEY, x int);',
    sql: 'ALTER TABLE b ADD FOREIGN KEY (x) REFERENCES a (x);'
  },
  {name: 'a column under another name', schema: account, sql: 'ALTER TABLE account RENAME COLUMN state TO status;'},
  {
    name: 'a column under another name and with an index',
    schema: account,
    sql: 'ALTER TABLE account RENAME COLUMN state TO status, ADD INDEX account_status (status);'
  },
  {name: 'another name and another type', schema: account, sql: 'ALTER TABLE account CHANGE state status bigint;'},
  {
    name: 'rows by a table beside',
    schema: post + account,
    sql: 'UPDATE post p JOIN account a ON a.id = p.author SET p.title = a.mail WHERE p.title IS NULL;'
  },
  {
    name: 'rows that no table beside has',
    schema: post + account,
    sql: 'DELETE p FROM post AS p JOIN account a ON a.id = p.author WHERE a.state = 3;'
  },
  {name: 'all rows', schema: post, sql: 'TRUNCATE TABLE post;'},
  {name: 'a table', schema: post, sql: 'DROP TABLE IF EXISTS post;'}
]
