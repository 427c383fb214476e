/** What hangs on the old table, and is to hang on the new one: as it is kept until then. */
import type {ObjectName} from '../../../../schema/objects.js'

/** A foreign key that the new table is to have. */
export interface CarriedKey {
  name: string
  /** Its name as long as the old table has it too: names are those of the database. */
  interim: string
  /** `FOREIGN KEY …`, as the server writes it after the name. */
  definition: string
  /** The same of the old table. */
  former: string
}

/** A foreign key of another table. */
export interface WrittenReference {
  /** The table that has it, with its database. */
  child: ObjectName
  name: string
  /** `FOREIGN KEY (…)`, as the server writes it. */
  columns: string
  /** What follows the name of the table that it refers to: columns, and what is done by itself. */
  former: string
}

/** One that is to refer to the new table. */
export interface IncomingKey extends WrittenReference {
  /** Its name as long as it refers to the new table under that one's own name: none can be dropped and made in one statement. */
  interim: string
  /** What follows the name of the new table, in its shape. */
  referred: string
}

/** An index that the server made for a foreign key: it would build another one when that is made anew. */
export interface IndexClaim {
  child: ObjectName
  index: string
}

/** A trigger of the application's, as it was made. */
export interface CarriedTrigger {
  name: string
  /** `BEFORE INSERT` */
  when: string
  body: string
  /** `user@host`, quoted. */
  definer: string
  modes: string
  charset: string
  collation: string
  /** That of the database when it was made. */
  databaseCollation: string
}
