import {supported} from '../../../src/server/supported.js'
import {fuzz} from './fuzz.js'

fuzz({dialect: 'mysql', version: supported.mysql.newest})
