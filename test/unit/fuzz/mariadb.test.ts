import {supported} from '../../../src/server/supported.js'
import {fuzz} from './fuzz.js'

fuzz({dialect: 'mariadb', version: supported.mariadb.newest})
