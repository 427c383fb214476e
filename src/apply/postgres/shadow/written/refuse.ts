/** Why a new table as it was written cannot take the place of the old one, or would lose something of it. */
import type {Connection} from '../../../connection/connection.js'

/** Reasons; empty: none. Under `withFullNames`. */
export async function reasonsOfWritten(connection: Connection, source: number, shadow: number): Promise<string[]> {
  const rows = await connection.query<{reason: string}>(reasons, [source, shadow])
  return rows.map(({reason}) => reason)
}

/** Sequences that give defaults of columns, and those that belong to columns: `table`, `number`, `sequence`, `owned`. */
const numbers = `
  SELECT f.adrelid AS tab, f.adnum::int AS number, u.refobjid AS sequence, EXISTS (SELECT FROM pg_depend d
    WHERE d.classid = 'pg_class'::regclass AND d.objid = u.refobjid AND d.refclassid = 'pg_class'::regclass
      AND d.refobjid = f.adrelid AND d.refobjsubid = f.adnum AND d.deptype = 'a') AS owned
  FROM pg_attrdef f JOIN pg_depend u ON u.classid = 'pg_attrdef'::regclass AND u.objid = f.oid
    AND u.refclassid = 'pg_class'::regclass JOIN pg_class s ON s.oid = u.refobjid AND s.relkind = 'S'
  WHERE f.adrelid IN ($1::oid, $2::oid)
  UNION ALL
  SELECT d.refobjid, d.refobjsubid, d.objid, true FROM pg_depend d JOIN pg_class s ON s.oid = d.objid AND s.relkind = 'S'
  WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass
    AND d.refobjid IN ($1::oid, $2::oid) AND d.deptype = 'i'`

const reasons = `
  WITH tree AS (SELECT relid, level FROM pg_partition_tree($2::oid::regclass) WHERE level > 0),
  numbers AS (${numbers}),
  fresh AS (SELECT n.*, a.attname FROM numbers n JOIN pg_attribute a ON a.attrelid = n.tab AND a.attnum = n.number
    WHERE n.tab = $2::oid),
  old AS (SELECT n.*, a.attname FROM numbers n JOIN pg_attribute a ON a.attrelid = n.tab AND a.attnum = n.number
    WHERE n.tab = $1::oid)
  SELECT 'the new table is no ordinary or partitioned table' AS reason FROM pg_class
    WHERE oid = $2::oid AND (relkind NOT IN ('r', 'p') OR relispartition OR relpersistence = 't' OR reloftype <> 0)
  UNION ALL SELECT 'the new table inherits from ' || inhparent::regclass FROM pg_inherits WHERE inhrelid = $2::oid
  UNION ALL SELECT 'partition ' || relid::regclass || ' is no table of its own' FROM tree JOIN pg_class c ON c.oid = relid
    WHERE c.relkind NOT IN ('r', 'p') OR c.relpersistence = 't'
  UNION ALL SELECT 'partition ' || relid::regclass || ' was there before' FROM tree JOIN pg_class c ON c.oid = relid
    WHERE c.relnamespace <> (SELECT relnamespace FROM pg_class WHERE oid = $2::oid)
  UNION ALL SELECT 'trigger ' || quote_ident(tgname) || ' of partition ' || relid::regclass || ' would act on copied rows'
    FROM tree JOIN pg_trigger g ON g.tgrelid = relid WHERE NOT g.tgisinternal AND g.tgparentid = 0
  UNION ALL SELECT 'foreign key ' || quote_ident(conname) || ' of partition ' || relid::regclass || ' would act on copied rows'
    FROM tree JOIN pg_constraint k ON k.conrelid = relid WHERE k.contype = 'f' AND k.conparentid = 0
  UNION ALL SELECT 'the new table is given to ' || pg_get_userbyid(n.relowner) || ', and the old one belongs to '
      || pg_get_userbyid(o.relowner) || ': change the owner in a step of its own'
    FROM pg_class n, pg_class o WHERE n.oid = $2::oid AND o.oid = $1::oid AND n.relowner <> o.relowner
      AND pg_get_userbyid(n.relowner) <> current_user
  UNION ALL SELECT 'column ' || quote_ident(a.attname) || ' is generated, and the new table is not said to generate it'
    FROM pg_attribute a JOIN pg_attribute b ON b.attrelid = $2::oid AND b.attname = a.attname AND NOT b.attisdropped
    WHERE a.attrelid = $1::oid AND a.attgenerated <> '' AND b.attgenerated = ''
  UNION ALL SELECT 'column ' || quote_ident(f.attname) || ' takes its numbers from sequence ' || f.sequence::regclass
      || ', which does not go on after those of the old table: let it take them from an identity or from '
      || coalesce((SELECT min(sequence::regclass::text) FROM old WHERE old.attname = f.attname), 'a sequence of its own')
    FROM fresh f WHERE EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = $1::oid AND a.attname = f.attname)
      AND NOT EXISTS (SELECT FROM old o WHERE o.attname = f.attname AND (o.sequence = f.sequence OR o.owned AND f.owned))
  UNION ALL SELECT 'sequence ' || o.sequence::regclass || ' of column ' || quote_ident(o.attname)
      || ' gives numbers to others too, and the new table takes them from another one'
    FROM old o JOIN fresh f ON f.attname = o.attname AND f.sequence <> o.sequence AND f.owned AND o.owned
    WHERE EXISTS (SELECT FROM pg_attrdef x JOIN pg_depend u ON u.classid = 'pg_attrdef'::regclass AND u.objid = x.oid
      WHERE u.refclassid = 'pg_class'::regclass AND u.refobjid = o.sequence AND (x.adrelid, x.adnum) <> ($1::oid, o.number))
  UNION ALL SELECT 'publication ' || quote_ident(p.pubname)
      || ' has the table, and would publish partitions under their own names: set publish_via_partition_root before'
    FROM pg_publication_rel r JOIN pg_publication p ON p.oid = r.prpubid
    WHERE r.prrelid = $1::oid AND NOT p.pubviaroot AND EXISTS (SELECT FROM pg_class WHERE oid = $2::oid AND relkind = 'p')
  UNION ALL SELECT 'its replica identity is index ' || c.relname || ', which a partitioned table cannot have'
    FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
    WHERE i.indrelid = $1::oid AND i.indisreplident AND EXISTS (SELECT FROM pg_class WHERE oid = $2::oid AND relkind = 'p')
  UNION ALL SELECT 'the new table is partitioned and has no partition' FROM pg_class
    WHERE oid = $2::oid AND relkind = 'p' AND NOT EXISTS (SELECT FROM tree)
  UNION ALL SELECT 'relation ' || c.oid::regclass || ' is made beside the new table, and is no part of it'
    FROM pg_class c WHERE c.relnamespace = (SELECT relnamespace FROM pg_class WHERE oid = $2::oid)
      AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S', 'c') AND c.oid <> $2::oid
      AND c.oid NOT IN (SELECT relid FROM tree) AND c.oid NOT IN (SELECT sequence FROM fresh)
      AND c.oid NOT IN (SELECT d.objid FROM pg_depend d WHERE d.classid = 'pg_class'::regclass
        AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')
        AND (d.refobjid = $2::oid OR d.refobjid IN (SELECT relid FROM tree)))
  UNION ALL SELECT 'statistics ' || quote_ident(stxname) || ' of partition ' || stxrelid::regclass || ' cannot be moved'
    FROM pg_statistic_ext WHERE stxrelid IN (SELECT relid FROM tree)`
